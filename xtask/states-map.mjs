// Draws crates/holdfast-server/assets/us-states.tsv: one line a state, for the maps of the portal.
//
// Source: `us-atlas` 3.0.1, states-albers-10m.json (ISC; shapes of the US Census Bureau, public domain), already
// projected to 975 x 610. Run once, in a folder with the three packages; nothing of them is kept here:
//   npm install us-atlas@3.0.1 topojson-client@3.1.0 topojson-simplify@3.0.3
//   node states-map.mjs > us-states.tsv
//
// Columns, by tabs: code, x and y of the label's middle, path. The path may hold a second, square part: the label's
// box in the margin for states too small to write in. The five territories are boxes alone.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const need = createRequire(process.cwd() + "/");
const { feature } = need("topojson-client");
const { presimplify, simplify } = need("topojson-simplify");

const CODES = {
  "01": "AL", "02": "AK", "04": "AZ", "05": "AR", "06": "CA", "08": "CO", "09": "CT", 10: "DE", 11: "DC", 12: "FL",
  13: "GA", 15: "HI", 16: "ID", 17: "IL", 18: "IN", 19: "IA", 20: "KS", 21: "KY", 22: "LA", 23: "ME", 24: "MD",
  25: "MA", 26: "MI", 27: "MN", 28: "MS", 29: "MO", 30: "MT", 31: "NE", 32: "NV", 33: "NH", 34: "NJ", 35: "NM",
  36: "NY", 37: "NC", 38: "ND", 39: "OH", 40: "OK", 41: "OR", 42: "PA", 44: "RI", 45: "SC", 46: "SD", 47: "TN",
  48: "TX", 49: "UT", 50: "VT", 51: "VA", 53: "WA", 54: "WV", 55: "WI", 56: "WY",
};
const BOX = { w: 34, h: 22 };
/** Left and top of the boxes in the margin. */
const MARGIN = {
  VT: [800, 62], NH: [838, 40], MA: [938, 176], RI: [938, 202], CT: [938, 228], NJ: [938, 254], DE: [938, 280],
  HI: [330, 548], MD: [938, 306], DC: [938, 332], PR: [560, 572], VI: [600, 572], GU: [640, 572], MP: [680, 572], AS: [720, 572],
};
/** Where the middle by area looks wrong to the eye. */
const LABEL = { FL: [797, 524], LA: [566, 488], MI: [690, 202], ID: [207, 184], KY: [678, 326],
  CA: [78, 285], AK: [115, 515], OK: [462, 366], NE: [415, 245], VA: [798, 304] };

const topology = JSON.parse(readFileSync(need.resolve("us-atlas/states-albers-10m.json"), "utf8"));
const simpler = simplify(presimplify(topology), 0.8);

const area = (ring) => ring.reduce((sum, [x, y], i) => {
  const [u, v] = ring[(i + 1) % ring.length];
  return sum + x * v - u * y;
}, 0) / 2;

function middle(ring) {
  const a = area(ring);
  const [x, y] = ring.reduce(([cx, cy], [x, y], i) => {
    const [u, v] = ring[(i + 1) % ring.length];
    const k = x * v - u * y;
    return [cx + (x + u) * k, cy + (y + v) * k];
  }, [0, 0]);
  return [Math.round(x / (6 * a)), Math.round(y / (6 * a))];
}

/** A ring as relative whole steps, points that fall together dropped. */
function path(ring) {
  const points = ring.map(([x, y]) => [Math.round(x), Math.round(y)])
    .filter((p, i, all) => i === 0 || p[0] !== all[i - 1][0] || p[1] !== all[i - 1][1]);
  const last = points.at(-1);
  if (points.length > 1 && last[0] === points[0][0] && last[1] === points[0][1]) points.pop();
  if (points.length < 3) return "";
  const steps = points.slice(1).map(([x, y], i) => {
    const dx = x - points[i][0];
    const dy = y - points[i][1];
    return `${dx}${dy < 0 ? "" : " "}${dy}`;
  });
  return `M${points[0].join(" ")}l${steps.join(" ").replaceAll(" -", "-")}z`;
}

const box = ([x, y]) => `M${x} ${y}h${BOX.w}v${BOX.h}h-${BOX.w}z`;
const centre = ([x, y]) => [x + BOX.w / 2, y + BOX.h / 2];

const rows = feature(simpler, simpler.objects.states).features.filter((f) => CODES[f.id]).map((f) => {
  const code = CODES[f.id];
  const polygons = f.geometry.type === "Polygon" ? [f.geometry.coordinates] : f.geometry.coordinates;
  const rings = polygons.map((p) => p[0]).sort((a, b) => Math.abs(area(b)) - Math.abs(area(a)));
  const kept = rings.filter((r, i) => i === 0 || Math.abs(area(r)) > 6);
  const at = MARGIN[code] ? centre(MARGIN[code]) : LABEL[code] ?? middle(rings[0]);
  return [code, ...at, kept.map(path).join("") + (MARGIN[code] ? box(MARGIN[code]) : "")];
});
for (const code of ["AS", "GU", "MP", "PR", "VI"]) rows.push([code, ...centre(MARGIN[code]), box(MARGIN[code])]);
rows.sort((a, b) => (a[0] < b[0] ? -1 : 1));
process.stdout.write(rows.map((r) => r.join("\t") + "\n").join(""));
