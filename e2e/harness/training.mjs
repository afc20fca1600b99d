// Bringing in a staff roster and mailing people their links, as whoever runs training at a hospital does.

import { fillIn, press, says } from "./form.mjs";

/// Sends in a whole staff roster as CSV and applies what it changes.
export async function sendRoster(page, hospital, csv) {
  await page.goto(`/hospital/${hospital.ccn}/training/roster`);
  await page.locator('input[type="file"][name="file"]').setInputFiles({ name: "roster.csv", mimeType: "text/csv", buffer: Buffer.from(csv) });
  await fillIn(page, { whole: "yes" });
  await press(page, "See what it changes");
  await press(page, /^Change \d+ (person|people)$/);
}

/// Mails a link of their own to everybody with an address whom nobody has written to.
export async function inviteByMail(page, hospital) {
  await page.goto(`/hospital/${hospital.ccn}/training/links`);
  await fillIn(page, { again: "no" });
  await press(page, "Mail the links");
  await says(page, "in the queue");
}

/// Sends in a list and stops before it is applied. Returns the address of what it would change.
export async function waitingRoster(page, hospital, csv) {
  await page.goto(`/hospital/${hospital.ccn}/training/roster`);
  await page.locator('input[type="file"][name="file"]').setInputFiles({ name: "roster.csv", mimeType: "text/csv", buffer: Buffer.from(csv) });
  await fillIn(page, { whole: "yes" });
  await press(page, "See what it changes");
  const at = new URL(page.url());
  return at.pathname + at.search;
}

/// The addresses of the pages of the first people on the roster.
export async function learnerPages(page, hospital, n = 2) {
  await page.goto(`/hospital/${hospital.ccn}/training/people`);
  const links = page.locator("ul.pieces h3 a");
  return Promise.all(Array.from({ length: Math.min(n, await links.count()) }, (_, i) => links.nth(i).getAttribute("href")));
}
