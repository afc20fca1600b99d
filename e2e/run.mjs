// Runs the browser journeys: a portal of its own for each, started from nothing, and a picture of every failure.
//
//   node run.mjs --binary ../target/debug/holdfast --chromium /usr/bin/chromium [--shots FOLDER] [--pictures] [--at-once N] [NAME]
//
// A journey is a file in journeys/ that exports `name` and `run(ctx)`. It throws when the portal is not as it should be.
// One that exports `franklin = true` gets a portal of made-up hospitals, with a help phone; else it gets the nation's.

import { mkdir, mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";

import { launch, visitor } from "./harness/browser.mjs";
import { importFranklin } from "./harness/franklin.mjs";
import { startServer } from "./harness/server.mjs";

/// The journey that takes longest, and so is begun first.
const LONGEST = "every-page";
/// A journey that takes more minutes has hung, unless it names a number of its own.
const MINUTES = 10;

/// Settings of a portal of made-up hospitals. Many people come from this one address, so it may try often.
const FRANKLIN_SETTINGS = `[program]
help_phone = "(555) 555-0100"
help_hours = "Monday to Friday, 8 am to 6 pm Central"

[sign_in]
tries_a_minute = 1000
`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    binary: { type: "string" },
    chromium: { type: "string" },
    shots: { type: "string", default: "../target/e2e" },
    pictures: { type: "boolean", default: false },
    // Much of a journey is waiting: for a mail, or for a page to come.
    "at-once": { type: "string", default: "2" },
  },
});
for (const needed of ["binary", "chromium"]) {
  if (!values[needed]) {
    console.error(`--${needed} is missing; run the journeys with \`cargo xtask test\`, which knows it`);
    process.exit(2);
  }
}

const shots = resolve(values.shots);
await rm(shots, { recursive: true, force: true });
await mkdir(shots, { recursive: true });

const here = new URL("./journeys/", import.meta.url);
const files = (await readdir(here)).filter((file) => file.endsWith(".mjs")).sort();
const journeys = await Promise.all(files.map(async (file) => ({ file: file.replace(/\.mjs$/, ""), ...(await import(new URL(file, here))) })));
const wanted = journeys.filter(({ file, name }) => positionals.length === 0 || positionals.some((part) => file.includes(part) || name.includes(part)));
if (wanted.length === 0) {
  console.error(`no journey is called \`${positionals.join(" ")}\`; there are ${files.join(", ")}`);
  process.exit(2);
}

const browser = await launch(values.chromium);
const prepared = await mkdtemp(join(tmpdir(), "holdfast-e2e-franklin-"));
let franklin = null;
const running = new Set();
for (const signal of ["SIGINT", "SIGTERM"]) {
  process.once(signal, async () => {
    await Promise.all([...running].map((server) => server.stop()));
    await browser.close();
    await rm(prepared, { recursive: true, force: true });
    process.exit(130);
  });
}

const from = Date.now();
const failures = [];
const waiting = [...wanted].sort((a, b) => (b.file === LONGEST) - (a.file === LONGEST));
await Promise.all(Array.from({ length: Math.max(1, Number(values["at-once"])) }, async () => {
  while (waiting.length > 0) await one(waiting.shift());
}));
await browser.close();
await rm(prepared, { recursive: true, force: true });

const minutes = `${((Date.now() - from) / 60_000).toFixed(1)} minutes`;
if (failures.length > 0) {
  console.error(`${failures.length} of ${wanted.length} journeys failed in ${minutes}; pictures and server logs are in ${shots}`);
  process.exit(1);
}
console.log(`${wanted.length} journeys passed in ${minutes}`);

/// One journey, and what came of it.
async function one(journey) {
  const from = Date.now();
  const error = await walk(journey).then(() => null, (thrown) => thrown);
  const seconds = ((Date.now() - from) / 1000).toFixed(1);
  console.log(`${error ? "FAILED" : "passed"}  ${journey.name} (${seconds} s)`);
  if (error) {
    failures.push(journey.file);
    console.error(String(error.stack ?? error).replace(/^/gm, "    "));
  }
}

/// One journey against one portal. Every visitor's page is pictured when it fails.
async function walk(journey) {
  const binary = resolve(values.binary);
  // Read in once; each portal of it begins with a copy.
  if (journey.franklin) await (franklin ??= importFranklin(binary, prepared));
  const server = await startServer({
    binary,
    logFile: join(shots, `${journey.file}.log`),
    settings: journey.settings ?? [],
    ...(journey.franklin && { data: prepared, configuration: FRANKLIN_SETTINGS }),
  });
  running.add(server);
  const pages = [];
  const ctx = {
    server,
    browser,
    shots,
    /// Whether to keep a picture of every page, for a person to look at.
    pictures: values.pictures,
    /// A fresh visitor: "plain", "noScript", "narrow", "dark" or "paper".
    async visit(kind = "plain") {
      const page = await visitor(browser, server.url, kind);
      pages.push({ kind, page });
      return page;
    },
    /// Keeps a picture of a page, for a person to look at.
    async picture(page, name) {
      await page.screenshot({ path: join(shots, `${journey.file}-${name}.png`), fullPage: true });
    },
    /// A named part, so that a failure says where on the way it happened.
    async step(what, action) {
      try {
        return await action();
      } catch (error) {
        error.message = `${what}: ${error.message}`;
        throw error;
      }
    },
  };
  let timer;
  const minutes = journey.minutes ?? MINUTES;
  const hung = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`not finished after ${minutes} minutes`)), minutes * 60_000);
  });
  try {
    await Promise.race([journey.run(ctx), hung]);
  } catch (error) {
    for (const [n, { kind, page }] of pages.entries()) {
      await page.screenshot({ path: join(shots, `${journey.file}-failed-${n + 1}-${kind}.png`), fullPage: true }).catch(() => {});
    }
    throw error;
  } finally {
    clearTimeout(timer);
    for (const { page } of pages) await page.context().close().catch(() => {});
    await server.stop();
    running.delete(server);
  }
}
