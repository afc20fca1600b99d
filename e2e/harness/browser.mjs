// The browser and the ways people use it: as it comes, without scripts, on a narrow phone, in the dark, on paper.
// It finds no browser by itself; the path is given.

import { chromium } from "playwright-core";

/// No sandbox since tests may run as root, and nothing that calls home: a test reaches this machine alone.
const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/// Narrow as WCAG 1.4.10 asks: 320 CSS pixels.
const PHONE = { width: 320, height: 640 };

/// Kinds of visitor, each the options of a browser context.
export const KINDS = {
  plain: {},
  noScript: {},
  narrow: { viewport: PHONE, hasTouch: true },
  dark: { colorScheme: "dark" },
  paper: { viewport: { width: 794, height: 1123 } },
};

export async function launch(executablePath) {
  return chromium.launch({ executablePath, headless: true, args: FLAGS });
}

/// A fresh visitor of one kind, with an empty cache and no cookies, who reaches nothing but `url`.
export async function visitor(browser, url, kind = "plain") {
  const options = KINDS[kind];
  if (!options) throw new Error(`no kind of visitor is called \`${kind}\`; there are ${Object.keys(KINDS).join(", ")}`);
  // Less motion, as people can ask for: a page that glides on a busy machine is still on its way when it is looked at.
  const usual = { baseURL: url, locale: "en-US", timezoneId: "America/Denver", reducedMotion: "reduce" };
  const context = await browser.newContext({ ...usual, ...options });
  context.setDefaultTimeout(15_000);
  context.strangers = [];
  await context.route(
    (asked) => asked.origin !== new URL(url).origin,
    (route) => {
      context.strangers.push(route.request().url());
      return route.abort();
    },
  );
  const page = await context.newPage();
  if (kind === "noScript") await turnOffScripting(page);
  if (kind === "paper") await page.emulateMedia({ media: "print" });
  // What a page's own scripts and policy complain of is a failure of the page.
  // That a page itself was answered with a refusal is no complaint: journeys look at the answer.
  context.complaints = [];
  const documents = new Set();
  page.on("request", (asked) => asked.isNavigationRequest() && documents.add(asked.url()));
  page.on("pageerror", (error) => context.complaints.push(error.message));
  page.on("console", (message) => {
    const refused = message.text().startsWith("Failed to load resource") && documents.has(message.location().url);
    if (message.type() === "error" && !refused) context.complaints.push(message.text());
  });
  return page;
}

/// The switch of each page opened without scripting. The browser's own option is not used: it cannot be lifted for a check.
const switches = new WeakMap();

export async function turnOffScripting(page) {
  const session = await page.context().newCDPSession(page);
  await session.send("Emulation.setScriptExecutionDisabled", { value: true });
  switches.set(page, session);
}

/// Runs `action` with scripting on. A page opened without it stays as it was laid out: what it skipped is not run now.
/// The accessibility rules are a script that waits on timers, and would wait for ever.
export async function withScripting(page, action) {
  const session = switches.get(page);
  await session?.send("Emulation.setScriptExecutionDisabled", { value: false });
  try {
    return await action();
  } finally {
    await session?.send("Emulation.setScriptExecutionDisabled", { value: true });
  }
}
