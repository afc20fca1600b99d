// The steps of registering a hospital, in the words of its form.

import { fillIn, heading, press, says } from "./form.mjs";
import { linkIn, mailTo } from "./outbox.mjs";

/// What a small independent hospital answers, question by question, in the order asked.
export function answersOf({ name, email, role = "it", phone = "(555) 555-0170" }, { domain = email.split("@")[1], system = "" } = {}) {
  return {
    hospital: {},
    independence: system ? { independence: "system", system_name: system } : { independence: "independent" },
    beds: { licensed_beds: 25 },
    users: { staffed_users: 120 },
    windows: { windows_11: 40, windows_10_22h2: 180, windows_10_other: 0, servers: 6 },
    "mail-domain": { mail_domain: domain },
    security: { plan: "none", products: "Mail filter, backup" },
    contact: { name, role, email, phone },
    consent: { share_with_assessor: "yes", count_in_totals: "yes" },
  };
}

/// Starts a registration by certification number.
export async function begin(page, hospital) {
  await page.goto("/register");
  await fillIn(page, { ccn: hospital.ccn });
  await press(page, "Start");
  await heading(page, hospital.name instanceof RegExp ? /^.*Register / : `Register ${hospital.name}`);
}

/// Answers one question, wherever the visitor is.
export async function answer(page, question, fields) {
  await page.goto(`/register/${question}`);
  await fillIn(page, fields);
  await press(page, "Save and go on");
  if (new URL(page.url()).pathname === `/register/${question}`) throw new Error(`"${question}" was not taken: ${await page.locator("main").innerText()}`);
}

/// Starts, answers everything and stops before sending.
export async function fill(page, hospital, contact, more) {
  await begin(page, hospital);
  for (const [question, fields] of Object.entries(answersOf(contact, more))) await answer(page, question, fields);
}

/// Sends what was filled in. Returns the reference.
export async function send(page) {
  await page.goto("/register/check");
  await press(page, "Send the registration");
  await says(page, "What happens next");
  return (await page.locator(".reference").innerText()).trim();
}

/// Confirms the mailbox by its mailed link.
export async function confirmMailbox(page, server, email, subject = "Confirm") {
  await page.goto(pathOf(linkIn(await mailTo(server.outbox, email, subject), "/confirm/")));
  await press(page, "Yes, it is mine");
}

/// The address of a link within the portal.
export function pathOf(link) {
  const { pathname, search } = new URL(link);
  return pathname + search;
}
