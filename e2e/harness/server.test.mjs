// Tests of starting a portal, with a small program in its place.

import assert from "node:assert/strict";
import { chmod, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";

import { linksIn, startServer } from "./server.mjs";

let folder;
before(async () => (folder = await mkdtemp(join(tmpdir(), "server-"))));
after(() => rm(folder, { recursive: true }));

async function program(name, body) {
  const path = join(folder, name);
  await writeFile(path, `#!${process.execPath}\n${body}`);
  await chmod(path, 0o755);
  return path;
}

test("the portal's address and the operator link are told apart", () => {
  const output = "holdfast: serving on http://127.0.0.1:8080\noperator, once: http://localhost:8080/operator/abc-DEF_1.\n";
  assert.deepEqual(linksIn(output), { portal: "http://127.0.0.1:8080", operator: "http://localhost:8080/operator/abc-DEF_1" });
  assert.deepEqual(linksIn("reading the directory from https://data.cms.gov/files"), { portal: null, operator: null });
});

test("a portal that comes up is handed over, logged and ended", async () => {
  const binary = await program("serves", `
    const [host, port] = process.argv[process.argv.indexOf("--listen") + 1].split(":");
    require("node:http").createServer((_, res) => res.end("hello")).listen(port, host, () => {
      console.log("portal: http://" + host + ":" + port + "/");
      console.log("operator: http://" + host + ":" + port + "/operator/once");
    });`);
  const logFile = join(folder, "serves.log");
  const server = await startServer({ binary, logFile });
  assert.match(server.url, /^http:\/\/localhost:\d+$/);
  assert.equal(server.operatorLink, `${server.url}/operator/once`);
  await server.stop();
  await assert.rejects(fetch(server.url));
  assert.match(await readFile(logFile, "utf8"), /portal: /);
});

test("a portal that ends at once is reported with what it printed", async () => {
  const binary = await program("ends", 'console.error("the data folder is locked"); process.exit(3);');
  await assert.rejects(startServer({ binary, logFile: join(folder, "ends.log") }), /ended while starting \(3\)[^]*data folder is locked/);
  await assert.rejects(startServer({ binary: join(folder, "absent"), logFile: join(folder, "absent.log") }), /ENOENT/);
});
