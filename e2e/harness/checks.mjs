// What every page must pass: accessibility rules, keyboard alone, a narrow screen, a light first view, no other host.
// Each check throws with what it found, so that the message alone says what to mend.

import { AxeBuilder } from "@axe-core/playwright";

import { withScripting } from "./browser.mjs";

/// WCAG 2.0, 2.1 and 2.2, levels A and AA.
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

/// First view of a page, as sent, in bytes: 60 KB.
export const FIRST_VIEW_BYTES = 60 * 1024;

/// No violation of the rules in `TAGS`, or of the few rules that are named.
export async function axe(page, rules = null) {
  const { violations } = await withScripting(page, () => {
    // Our pages hold no frames of others; looking for them would open a page for each check.
    const builder = new AxeBuilder({ page }).setLegacyMode().options({ resultTypes: ["violations"] });
    return (rules ? builder.withRules(rules) : builder.withTags(TAGS)).analyze();
  });
  if (violations.length > 0) throw new Error(`${page.url()} breaks accessibility rules:\n${describeViolations(violations)}`);
}

/// Violations in words: the rule, and each place with what is wrong there.
export function describeViolations(violations) {
  return violations
    .map(({ id, help, nodes }) => {
      const places = nodes.map(({ target, failureSummary }) => {
        const why = failureSummary.split("\n").slice(1).map((line) => line.trim()).join("; ");
        return `    ${target.join(" ")}: ${why}`;
      });
      return `  ${id}: ${help}\n${places.join("\n")}`;
    })
    .join("\n");
}

/// What has the focus: its role, name, place, and whether it shows that it has it.
async function focused(page) {
  return page.evaluate(() => {
    const it = document.activeElement;
    if (!it || it === document.body || it === document.documentElement) return null;
    const look = () => {
      const { outlineStyle, outlineWidth, boxShadow, borderColor, backgroundColor, textDecorationLine } = getComputedStyle(it);
      const outline = outlineStyle !== "none" && parseFloat(outlineWidth) > 0;
      // A link around a drawn shape, as on a map, may show it on the shape.
      const shape = it.querySelector("path");
      const { stroke, strokeWidth } = shape ? getComputedStyle(shape) : {};
      // A box with its words beside it may show it around both.
      const around = getComputedStyle(it.parentElement).outline;
      return { outline, rest: JSON.stringify([boxShadow, borderColor, backgroundColor, textDecorationLine, stroke, strokeWidth, around]) };
    };
    const withFocus = look();
    // A date has a month, a day and a year to stop at, and would begin again at the month.
    const hasParts = it.type === "date";
    if (!hasParts) it.blur();
    const without = look();
    if (!hasParts) it.focus({ preventScroll: true });
    if (!it.dataset.tabStop) it.dataset.tabStop = String(document.querySelectorAll("[data-tab-stop]").length + 1);
    const box = it.getBoundingClientRect();
    return {
      stop: it.dataset.tabStop,
      tag: it.tagName.toLowerCase(),
      name: (it.getAttribute("aria-label") || it.labels?.[0]?.innerText || it.innerText || it.value || it.name || "").trim().slice(0, 80),
      href: it.getAttribute("href"),
      shows: withFocus.outline || withFocus.rest !== without.rest,
      onScreen: box.width > 0 && box.height > 0 && box.bottom > 0 && box.top < innerHeight,
    };
  });
}

/// Presses Tab from the top until the focus leaves the page, and returns where it stopped.
export async function tabStops(page, most = 400) {
  await page.evaluate(() => {
    document.querySelectorAll("[data-tab-stop]").forEach((it) => delete it.dataset.tabStop);
    document.activeElement?.blur();
    getSelection()?.removeAllRanges();
    scrollTo(0, 0);
  });
  const stops = [];
  for (let n = 0; n < most; n += 1) {
    await page.keyboard.press("Tab");
    const stop = await focused(page);
    if (stop && stop.stop === stops.at(-1)?.stop) continue;
    if (!stop || stops.some((seen) => seen.stop === stop.stop)) return stops;
    stops.push(stop);
  }
  throw new Error(`${page.url()}: the focus is still on the page after ${most} tabs`);
}

/// A page can be used with the keyboard alone: a way past the menu first, all controls reached, the focus always seen.
export async function keyboardOnly(page) {
  const stops = await tabStops(page);
  const faults = [];
  if (!stops[0]?.href?.startsWith("#")) faults.push(`the first stop is not a link past the menu but ${name(stops[0])}`);
  for (const stop of stops) {
    if (!stop.shows) faults.push(`${name(stop)} does not show that it has the focus`);
    if (!stop.onScreen) faults.push(`${name(stop)} has the focus off screen`);
  }
  const missed = await page.evaluate(() => {
    const controls = 'a[href], button, input:not([type="hidden"]), select, textarea, summary, [tabindex]:not([tabindex^="-"])';
    // Of radio buttons with one name, Tab reaches one; arrows reach the others.
    const groups = new Set([...document.querySelectorAll('input[type="radio"][data-tab-stop]')].map((it) => it.name));
    return [...document.querySelectorAll(controls)]
      .filter((it) => !it.dataset.tabStop && !it.disabled && it.checkVisibility({ visibilityProperty: true }))
      .filter((it) => !(it.type === "radio" && groups.has(it.name)))
      .map((it) => it.outerHTML.slice(0, 100));
  });
  for (const control of missed) faults.push(`Tab never reaches ${control}`);
  if (faults.length > 0) throw new Error(`${page.url()} with the keyboard alone:\n  ${faults.join("\n  ")}`);
}

function name(stop) {
  return stop ? `<${stop.tag}> "${stop.name}"` : "nothing";
}

/// Presses Tab until something with this name has the focus.
export async function tabTo(page, wanted, most = 400) {
  for (let n = 0; n < most; n += 1) {
    await page.keyboard.press("Tab");
    const stop = await focused(page);
    if (stop && (wanted instanceof RegExp ? wanted.test(stop.name) : stop.name === wanted)) return;
  }
  throw new Error(`${page.url()}: ${most} tabs never reach "${wanted}"`);
}

/// Nothing is cut off or scrolls sideways, but for what scrolls in a box of its own. For a narrow visitor.
export async function fits(page) {
  const wide = await page.evaluate(() => {
    const room = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= room) return null;
    const scrolls = (it) => it && it !== document.body && (/auto|scroll|hidden|clip/.test(getComputedStyle(it).overflowX) || scrolls(it.parentElement));
    const places = [...document.body.querySelectorAll("*")].filter((it) => it.getBoundingClientRect().right > room + 1 && !scrolls(it.parentElement));
    return { room, needs: document.documentElement.scrollWidth, places: places.slice(0, 5).map((it) => it.outerHTML.slice(0, 100)) };
  });
  if (wide) throw new Error(`${page.url()} needs ${wide.needs} pixels of ${wide.room}:\n  ${wide.places.join("\n  ")}`);
}

/// Opens a path with nothing cached and returns what was sent: total bytes, each part, and the page's own answer.
export async function firstView(page, path, waitUntil = "networkidle") {
  const session = await page.context().newCDPSession(page);
  await session.send("Network.enable");
  await session.send("Network.setCacheDisabled", { cacheDisabled: true });
  const urls = new Map();
  const parts = [];
  session.on("Network.responseReceived", ({ requestId, response }) => urls.set(requestId, response.url));
  session.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
    parts.push({ url: urls.get(requestId) ?? "?", bytes: encodedDataLength });
  });
  const answer = await page.goto(path, { waitUntil });
  await session.detach();
  return { total: parts.reduce((sum, { bytes }) => sum + bytes, 0), parts, answer };
}

/// The first view of a path is at most 60 KB as sent. Returns its weight.
export async function light(page, path) {
  return weighed(path, await firstView(page, path));
}

/// As `light`, without waiting for what a page might ask later; fonts, style and scripts are in. Returns the answer.
export async function weigh(page, path) {
  const view = await firstView(page, path, "load");
  weighed(path, view);
  return view.answer;
}

function weighed(path, { total, parts }) {
  if (parts.length === 0) throw new Error(`${path}: nothing was sent, so nothing was weighed`);
  if (total > FIRST_VIEW_BYTES) {
    const list = parts.map(({ url, bytes }) => `  ${bytes} ${url}`).join("\n");
    throw new Error(`${path} sends ${total} bytes, over ${FIRST_VIEW_BYTES}:\n${list}`);
  }
  return total;
}

/// The visitor's pages asked no other host for anything, and no script or policy complained.
export function quiet(page) {
  const { strangers, complaints } = page.context();
  if (strangers.length > 0) throw new Error(`pages ask other hosts:\n  ${strangers.join("\n  ")}`);
  if (complaints.length > 0) throw new Error(`the browser complains:\n  ${complaints.join("\n  ")}`);
}
