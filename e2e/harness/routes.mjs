// The portal's own table of routes, as its tests keep it: what there is to visit, and who may.
// A page that is added there and has no way to it in places.mjs fails the journey through every page.

import { readFile } from "node:fs/promises";

const TABLE = new URL("../../crates/holdfast-server/tests/web/snapshots/web__routes__routes.snap", import.meta.url);

/// Every route: method, pattern and what it asks for.
export async function routes() {
  return parseRoutes(await readFile(TABLE, "utf8"));
}

export function parseRoutes(text) {
  const found = text.split("\n").map((line) => line.match(/^(GET|POST|PUT|PATCH|DELETE)\s+(\/\S*)\s+(.+)$/)).filter(Boolean);
  if (found.length === 0) throw new Error("the table of routes holds no route");
  return found.map(([, method, pattern, access]) => ({ method, pattern, access: access.trim() }));
}

/// Who may see a route, told by what it asks for: a person of full-portal.mjs. Null for calls of programs.
export function whoMaySee(access) {
  if (access.startsWith("api ")) return null;
  if (access.startsWith("public") || access.startsWith("holder of a learner's link")) return "stranger";
  if (access === "holder of the draft") return "registrant";
  if (access === "hospital: assess") return "assessor";
  if (access === "signed in" || access.startsWith("hospital: ")) return "administrator";
  if (access.startsWith("program: ")) return "operator";
  throw new Error(`a route asks for "${access}", and nobody here is known to have it`);
}

/// What to visit: for each page of the table its visits, `{ pattern, as, at }`; and what is wrong with the tables.
///
/// `places` says for a pattern where to go: one address or more, each alone or as `{ as, at }`. A pattern without
/// anything to fill in needs none. `notPages` gives the reason why a pattern is no page.
export function visitsOf(table, places, notPages) {
  const wrong = [];
  const visits = [];
  const pages = table.filter(({ method, access }) => method === "GET" && whoMaySee(access) !== null);
  for (const { pattern, access } of pages) {
    if (notPages[pattern]) continue;
    if (!places[pattern] && pattern.includes("{")) {
      wrong.push(`${pattern} is a page nobody visits: say in harness/places.mjs how to get there, or why it is no page`);
      continue;
    }
    for (const place of [places[pattern] ?? pattern].flat()) {
      const { as, at } = typeof place === "string" ? { at: place } : place;
      visits.push({ pattern, as: as ?? whoMaySee(access), at });
    }
  }
  const known = new Set(pages.map(({ pattern }) => pattern));
  for (const pattern of [...Object.keys(places), ...Object.keys(notPages)]) {
    if (!known.has(pattern)) wrong.push(`${pattern} is in harness/places.mjs and not in the table of routes; take it out`);
  }
  for (const pattern of Object.keys(places)) {
    if (notPages[pattern]) wrong.push(`${pattern} is called a page and no page`);
  }
  return { visits, wrong };
}
