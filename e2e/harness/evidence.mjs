// Evidence as people send it in, and an assessor's way in. It knows the forms of a measure's page.

import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { fillIn, press } from "./form.mjs";
import { acceptInvitation, inviteToHospital } from "./people.mjs";

/// A PDF that says nothing.
const PDF = "%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer << /Root 1 0 R >>\n%%EOF\n";

/// Writes a file to choose in a form, and returns where it is.
export async function fileNamed(name, text = PDF) {
  const path = join(await mkdtemp(join(tmpdir(), "holdfast-e2e-file-")), name);
  await writeFile(path, text);
  return path;
}

/// Fills in a day as month, day and year.
export async function fillDay(page, name, day) {
  const [year, month, date] = day.split("-").map(Number);
  await fillIn(page, { [`${name}-month`]: month, [`${name}-day`]: date, [`${name}-year`]: year });
}

/// A day as 2026-03-02, so many days from now by UTC.
export function dayFromNow(days) {
  return new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
}

/// Sends in a file about a measure. Returns the answer.
export async function sendIn(page, ccn, { measure, kind, subject, day = dayFromNow(-1), file, ...more }) {
  await page.goto(`/hospital/${ccn}/evidence/new?measure=${measure}`);
  await page.locator("[name=file]").setInputFiles(file);
  await fillIn(page, { kind, subject, ...more });
  await fillDay(page, "effective", day);
  return press(page, "Send it in");
}

/// Answers a measure on its own page. Returns the answer.
export async function answerMeasure(page, ccn, measure, { finding, n, of }) {
  await page.goto(`/hospital/${ccn}/measures/${measure}`);
  const form = page.locator('form[action$="/answer"]');
  await form.evaluate((it) => (it.closest("details").open = true));
  await fillIn(page, { "a-finding": finding, ...(n !== undefined && { "a-n": n, "a-of": of }) });
  return press(page, "Save the answer", form);
}

/// Opens one of the ways out of a contradiction, and returns its form.
export async function wayOut(page, summary) {
  await page.locator("summary", { hasText: summary }).click();
  return page.locator("details.card", { hasText: summary }).locator("form");
}

/// The administrator invites an assessor, who comes in.
export async function assessor(page, server, administrator, ccn, { name, email }) {
  await inviteToHospital(administrator, ccn, email, "assessor");
  return acceptInvitation(page, server, { name, email });
}
