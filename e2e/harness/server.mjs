// The portal as a process: started on a free port with a data folder of its own, read for its links, ended by its id.
// It knows the command line and what is printed there, and nothing inside the server.

import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { createWriteStream } from "node:fs";
import { cp, mkdtemp, mkdir, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

/// A debug build reads the national directory on its first start; slower than this is a failure.
const START_MS = 120_000;

/// A port nobody listens on at this moment.
async function freePort() {
  const server = createServer();
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address();
  server.close();
  await once(server, "close");
  return port;
}

/// The links a start prints: where the portal is, and the one-time operator link. Null for what was not printed (yet).
export function linksIn(output) {
  const links = output.match(/https?:\/\/(?:localhost|127\.0\.0\.1|\[::1\]):\d+[^\s"'<>`]*/g) ?? [];
  const tidy = links.map((link) => link.replace(/[.,;)]+$/, ""));
  const pathOf = (link) => new URL(link).pathname;
  return {
    portal: tidy.find((link) => pathOf(link) === "/") ?? null,
    operator: tidy.find((link) => pathOf(link) !== "/") ?? null,
  };
}

/// Starts the portal and waits until it has said where it is and answers.
///
/// `settings` adds command-line words, `configuration` is the text of its settings file, and `data` a folder it begins with
/// a copy of.
export async function startServer({ binary, logFile, settings = [], configuration = "", data = null }) {
  const port = await freePort();
  const folder = await mkdtemp(join(tmpdir(), "holdfast-e2e-"));
  const dataDir = join(folder, "data");
  await mkdir(dataDir);
  if (data) await cp(data, dataDir, { recursive: true });
  if (configuration) await writeFile(join(dataDir, "holdfast.toml"), configuration);
  const args = ["--data-dir", dataDir, "--listen", `127.0.0.1:${port}`, ...settings, "serve"];
  const child = spawn(binary, args, { stdio: ["ignore", "pipe", "pipe"], env: { PATH: process.env.PATH ?? "" } });
  const log = createWriteStream(logFile);
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (bytes) => {
      output += bytes;
      log.write(bytes);
    });
  }
  let ended = null;
  child.on("exit", (code, signal) => (ended = signal ?? code));
  child.on("error", (error) => (ended = error.message));

  const server = {
    // Passkeys are bound to a host name, and a bare address is none.
    url: `http://localhost:${port}`,
    /// The program it is; others of the project lie beside it.
    binary,
    dataDir,
    outbox: join(dataDir, "outbox"),
    /// Everything printed so far.
    output: () => output,
    /// The one-time link the first start prints.
    get operatorLink() {
      const { operator } = linksIn(output);
      if (!operator) throw new Error(`the portal printed no operator link; it printed:\n${output}`);
      return operator.replace("127.0.0.1", "localhost");
    },
    /// A fresh operator link, asked of the command line while the portal runs.
    async newOperatorLink() {
      const { stdout } = await promisify(execFile)(binary, ["--data-dir", dataDir, "--listen", `127.0.0.1:${port}`, "operator-link"]);
      const { operator } = linksIn(stdout);
      if (!operator) throw new Error(`\`holdfast operator-link\` printed no link but:\n${stdout}`);
      return operator.replace("127.0.0.1", "localhost");
    },
    async stop() {
      if (ended === null) {
        child.kill("SIGTERM");
        const timer = setTimeout(() => child.kill("SIGKILL"), 5_000);
        await once(child, "exit");
        clearTimeout(timer);
      }
      log.end();
      await rm(folder, { recursive: true, force: true });
    },
  };

  const deadline = Date.now() + START_MS;
  for (;;) {
    if (ended !== null) {
      await server.stop();
      throw new Error(`the portal ended while starting (${ended}); it printed:\n${output}`);
    }
    if (linksIn(output).portal && (await answers(server.url))) return server;
    if (Date.now() > deadline) {
      await server.stop();
      throw new Error(`the portal was not ready after ${START_MS / 1000} s; it printed:\n${output}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function answers(url) {
  try {
    return (await fetch(url)).ok;
  } catch {
    return false;
  }
}
