// Another learning system, on this machine alone: it plays packages by scorm-again, or launches them as cmi5 does, and keeps
// what they tell. Between two visits it gives back what it kept, as a hospital's system would.

import { once } from "node:events";
import { createServer } from "node:http";
import { readFile } from "node:fs/promises";

import { launchOf, recordStore } from "./record-store.mjs";

const TYPES = { html: "text/html", css: "text/css", js: "text/javascript", xml: "application/xml" };
const APIS = {
  scorm12: { file: "scorm12.min.js", made: "Scorm12API", name: "API" },
  scorm2004: { file: "scorm2004.min.js", made: "Scorm2004API", name: "API_1484_11" },
};

/// Starts a system with packages: by name the files of each, as `unzip` gives them. `end` stops it.
export async function startLearningSystem(packages) {
  const store = recordStore();
  const system = { url: "", commits: [], store };
  const held = new Map();
  const server = createServer(async (asked, answer) => {
    const address = new URL(asked.url, system.url);
    const send = (status, type, body) => answer.writeHead(status, { "Content-Type": type, "Cache-Control": "no-store" }).end(body);
    let body = "";
    for await (const bytes of asked) body += bytes;
    const [, room, kind, ...rest] = address.pathname.split("/");
    if (room === "player") return send(200, TYPES.html, player(kind, rest[0], held.get(kind)));
    if (room === "frame") return send(200, TYPES.html, page(`<iframe title="Lesson" src="${address.searchParams.get("of")}"></iframe>`));
    if (room === "api") return send(200, TYPES.js, await readFile(new URL(`../node_modules/scorm-again/dist/${APIS[kind].file}`, import.meta.url)));
    if (room === "commit") {
      const told = JSON.parse(body);
      system.commits.push(told);
      held.set(kind, told.cmi);
      return send(200, "application/json", JSON.stringify({ result: true, errorCode: 0 }));
    }
    if (room === "package") {
      const file = packages.get(kind)?.get(rest.join("/"));
      return file ? send(200, TYPES[rest.at(-1).split(".").at(-1)], file) : send(404, "text/plain", "no such file");
    }
    if (room === "back") return send(200, TYPES.html, page("<h1>Your courses</h1>"));
    if (room === "lrs" || room === "fetch") {
      await store.before;
      const [status, said] = store.answer(asked.method, address, asked.headers, body);
      return send(status, "application/json", said === null ? undefined : JSON.stringify(said));
    }
    return send(404, "text/plain", "nothing here");
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  system.url = `http://localhost:${server.address().port}`;
  system.end = () => new Promise((done) => server.close(done).closeAllConnections());
  /// What the system holds of the learner in a package of this kind.
  system.held = (kind) => held.get(kind);
  /// The address that launches a package by cmi5, in a session of its own.
  system.launch = (name, session, options = {}) => {
    const launch = launchOf({ session, url: system.url, ...options });
    store.begin(launch);
    const { actor, registration, activityId } = launch;
    const query = { endpoint: `${system.url}/lrs`, fetch: `${system.url}/fetch`, actor: JSON.stringify(actor), registration, activityId };
    return `${system.url}/package/${name}/index.html?${new URLSearchParams(query)}`;
  };
  return system;
}

const page = (inside) =>
  `<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Learning system</title><link rel="icon" href="data:,"></head><body>${inside}</body></html>`;

/// A page that holds the run-time API, and two frames further down the lesson. What was kept of a visit before is given back.
function player(kind, name, before) {
  const { made, name: called } = APIS[kind];
  if (before?.core) before.core.entry = "resume";
  else if (before) before.entry = "resume";
  const frame = `/frame?${new URLSearchParams({ of: `/package/${name}/index.html` })}`;
  return page(`<script src="/api/${kind}"></script><script>
    window.${called} = new ${made}({ lmsCommitUrl: "/commit/${kind}", autocommit: false });
    const before = ${JSON.stringify(before ?? null)};
    if (before) window.${called}.loadFromJSON(before);
  </script><iframe title="Course" src="${frame}" width="800" height="900"></iframe>`);
}
