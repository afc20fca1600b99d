// The State of Franklin (ZZ): made-up hospitals in files of the published form, read in by the portal's own import.
// Journeys that register, accept or ask use these, so that nothing is ever claimed of a real hospital.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

/// An independent private nonprofit critical access hospital. Mail at its domain proves that one works there.
export const FIXTURE_MEMORIAL = { ccn: "991301", name: "Fixture Memorial Hospital", domain: "fixturememorial.org" };
/// A critical access hospital owned by a hospital district: its nonprofit price is for a reviewer.
export const BEACON_RIDGE = { ccn: "991302", name: "Beacon Ridge County Hospital", domain: "beaconridgehospital.org" };
/// A critical access hospital run for profit, with no web site on file: a reviewer calls.
export const COPPER_HOLLOW = { ccn: "991303", name: "Copper Hollow Hospital", phone: "(555) 555-0103" };
/// A larger rural hospital.
export const FRANKLIN_VALLEY = { ccn: "990012", name: "Franklin Valley Regional Hospital", domain: "franklinvalleyhospital.org" };
/// A rural emergency hospital, with no web site on file.
export const LITTLE_FORK = { ccn: "990779", name: "Little Fork Emergency Hospital" };
/// A hospital with a name and a street as long as they come.
export const SAINT_ELIGIUS = { ccn: "991305", name: /^Saint Eligius of the Upper Franklin Valley/ };

const FILES = {
  "--cms": "hospitals.csv",
  "--locations": "locations.csv",
  "--hifld": "websites.csv",
  "--ruca-2020": "ruca-2020.csv",
  "--ruca-2010": "ruca-2010.csv",
  "--rucc": "rucc.csv",
  "--cbsa": "areas.csv",
  "--forhp": "forhp.csv",
  "--zctas": "zip-areas.csv",
};
/// Each file says its own date of release; the web sites have none.
const RELEASED = "2026-02-06";
const UNDATED = ["--hifld"];
/// The program's word for "done, but some rows were refused": one hospital of the file is owned by the moon.
const SOME_REFUSED = 7;

/// Makes `dataDir` a portal's data folder with Franklin's hospitals in place of the nation's.
export async function importFranklin(binary, dataDir) {
  const file = (name) => fileURLToPath(new URL(`../franklin/${name}`, import.meta.url));
  const files = Object.entries(FILES).flatMap(([flag, name]) => [flag, UNDATED.includes(flag) ? file(name) : `${file(name)}@${RELEASED}`]);
  const args = ["--data-dir", dataDir, "import", "hospitals", "--allow-shrink", ...files];
  const child = spawn(binary, args, { stdio: ["ignore", "pipe", "pipe"], env: { PATH: process.env.PATH ?? "" } });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (bytes) => (output += bytes));
  const [code] = await once(child, "close");
  if (code !== SOME_REFUSED) throw new Error(`the import of Franklin ended with ${code}, not ${SOME_REFUSED}; it printed:\n${output}`);
}
