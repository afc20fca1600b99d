// The real agent as a process: the program beside the portal's, with a folder of its own for its key and queue.

import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";

/// An agent that talks to this portal.
export async function agentOf(server) {
  const folder = await mkdtemp(join(tmpdir(), "holdfast-agent-"));
  const binary = join(dirname(server.binary), "holdfast-agent");
  const env = { PATH: process.env.PATH ?? "" };
  const state = ["--state", join(folder, "state")];
  const at = ["--server", server.url.replace("localhost", "127.0.0.1")];
  const run = (...words) => promisify(execFile)(binary, words, { env, maxBuffer: 64 << 20 });
  return {
    /// Asks to belong, by a token. Returns what it printed.
    enrol: (token) => run("enrol", ...at, "--token", token, ...state),
    /// Works until what is given is done, then is ended by its id.
    async works(until) {
      const child = spawn(binary, ["run", ...at, ...state], { stdio: "ignore", env });
      const ended = once(child, "exit");
      try {
        return await until();
      } finally {
        child.kill();
        await ended;
      }
    },
    /// Writes a file to carry by hand.
    async file() {
      const out = join(folder, "facts.hfz");
      await run("--once", "--out", out);
      return out;
    },
    /// Says goodbye.
    goodbye: () => run("goodbye", ...at, ...state),
  };
}
