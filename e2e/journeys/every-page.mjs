// Every page of the portal, seen by somebody who may see it: accessible in light and dark, narrow, light in weight, quiet,
// usable by keyboard. The pages come from the table of routes, so a new one cannot be forgotten.

import { axe, fits, keyboardOnly, quiet, weigh } from "../harness/checks.mjs";
import { fillPortal } from "../harness/full-portal.mjs";
import { NOT_PAGES, placesOf } from "../harness/places.mjs";
import { routes, visitsOf } from "../harness/routes.mjs";

export const name = "every page, by somebody who may see it";
export const franklin = true;
/// It is as long as there are pages, and machines are not always quiet.
export const minutes = 30;

const DESK = { width: 1280, height: 800 };
const HAND = { width: 390, height: 844 };
const NARROW = { width: 320, height: 640 };
/// What of accessibility depends on colours, and what on width; the rest is looked at once.
const BY_COLOUR = ["color-contrast", "link-in-text-block"];
const BY_WIDTH = ["target-size", "scrollable-region-focusable"];

export async function run({ server, browser, step, shots, pictures }) {
  const { people, links } = await step("a portal with something on every page", () => fillPortal(server, browser));
  const table = await routes();
  const { visits, wrong } = visitsOf(table, placesOf(links), NOT_PAGES);
  const faults = [...wrong];
  for (const fault of wrong) console.error(`    ${fault}`);
  const typed = new Set();
  try {
    for (const visit of visits) {
      const page = people[visit.as];
      if (!page) throw new Error(`${visit.pattern} is for "${visit.as}", whom nobody here is`);
      for (const fault of await look(page, visit, !typed.has(visit.pattern))) {
        faults.push(`${visit.as} at ${visit.pattern}: ${fault}`);
        // Told at once: a long way may not come to its end.
        console.error(`    ${faults.at(-1)}`);
      }
      typed.add(visit.pattern);
      if (pictures) await keep(page, visit, shots);
    }
  } finally {
    for (const page of Object.values(people)) await page.context().close();
  }
  if (faults.length > 0) throw new Error(`${faults.length} faults on ${visits.length} views of ${typed.size} pages; they are above`);
  console.log(`        ${typed.size} pages in ${visits.length} views`);
}

/// Everything that is wrong with one page; a fault does not hide the next. The first view of a pattern is looked at most closely.
async function look(page, { at }, isFirst) {
  const faults = [];
  const check = async (action) => {
    try {
      await action();
    } catch (error) {
      faults.push(error.message);
    }
  };
  await page.emulateMedia({ colorScheme: "light" });
  await page.setViewportSize(DESK);
  await check(async () => {
    const answer = await weigh(page, at);
    if (answer.status() !== 200) throw new Error(`${at} answered ${answer.status()}`);
    // Where a link leads somewhere else, that is not the page that was meant.
    if (new URL(page.url()).pathname !== new URL(at, page.url()).pathname) throw new Error(`${at} leads to ${page.url()}`);
  });
  await check(async () => {
    const n = await page.locator("h1").count();
    if (n !== 1) throw new Error(`${at} has ${n} main headings`);
    if (!(await page.title()).includes(" · ")) throw new Error(`${at} has no title of its own`);
  });
  await check(() => axe(page));
  await page.emulateMedia({ colorScheme: "dark" });
  await check(() => axe(page, BY_COLOUR));
  await page.emulateMedia({ colorScheme: "light" });
  if (isFirst) await check(() => keyboardOnly(page));
  // What had the focus last may be the way past the menu, which lies over the mark while it has it.
  await page.evaluate(() => document.activeElement?.blur());
  await page.setViewportSize(NARROW);
  await check(() => fits(page));
  if (isFirst) await check(() => axe(page, BY_WIDTH));
  await check(() => quiet(page));
  page.context().complaints.length = 0;
  return faults;
}

/// Four pictures of a page, for a person to look at.
async function keep(page, { as, at }, shots) {
  const file = `${as}${at}`.replace(/[^A-Za-z0-9]+/g, "-").slice(0, 90);
  for (const [width, size] of [["wide", DESK], ["hand", HAND]]) {
    for (const colorScheme of ["light", "dark"]) {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize(size);
      await page.screenshot({ path: `${shots}/page-${file}-${width}-${colorScheme}.png`, fullPage: true });
    }
  }
  await page.emulateMedia({ colorScheme: "light" });
}
