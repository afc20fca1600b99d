// People getting in: the operator, those they invite, a hospital's administrator. Each in a browser of their own.

import { visitor } from "./browser.mjs";
import { fillIn, heading, press, says } from "./form.mjs";
import { linkIn, mailTo } from "./outbox.mjs";
import { giveAuthenticator } from "./passkey.mjs";
import { confirmMailbox, fill, pathOf, send } from "./registration.mjs";

/// On the page that asks for a passkey: makes one, prints the codes and goes on. Returns the codes.
export async function makePasskey(page) {
  await giveAuthenticator(page);
  await page.getByRole("button", { name: "Make a passkey" }).click();
  await page.getByRole("heading", { level: 1, name: "Print your recovery codes" }).waitFor();
  return printCodes(page);
}

/// On the page before the recovery codes: shows them and goes on. Returns them.
export async function printCodes(page) {
  await press(page, "Show my recovery codes");
  const codes = (await page.locator("#codes li").allTextContents()).map((code) => code.trim());
  await Promise.all([page.waitForNavigation(), page.getByRole("link", { name: /go on$/ }).click()]);
  return codes;
}

/// Uses the one-time operator link. Returns the recovery codes.
export async function becomeOperator(page, server, { name, email }) {
  await page.goto(pathOf(server.operatorLink));
  await fillIn(page, { name, email });
  await press(page, "Go on");
  return makePasskey(page);
}

/// Someone of the program office invites an address to a role.
export async function inviteToProgram(page, email, role) {
  await page.goto("/office/people");
  await fillIn(page, { email, role });
  await press(page, "Send the invitation");
  await says(page, email);
}

/// A hospital's administrator invites an address to a role.
export async function inviteToHospital(page, ccn, email, role) {
  await page.goto(`/hospital/${ccn}/people`);
  const form = page.locator(`form[action="/hospital/${ccn}/people/invite"]`);
  await form.locator("[name=email]").fill(email);
  await form.locator("[name=role]").selectOption(role);
  await press(page, "Send the invitation", form);
  await says(page, email);
}

/// The invited person accepts, by passkey where the role asks for one. Returns the recovery codes.
export async function acceptInvitation(page, server, { name, email }) {
  const invitation = pathOf(linkIn(await mailTo(server.outbox, email, "invited"), "/join/"));
  await page.goto(invitation);
  await fillIn(page, { name });
  await press(page, "Accept the invitation");
  await heading(page, "Make a passkey");
  const codes = await makePasskey(page);
  if (new URL(page.url()).pathname === invitation) await press(page, "Accept the invitation");
  return codes;
}

/// Signs in with a recovery code, which needs no scripts.
export async function signInByCode(page, email, code, next) {
  await page.goto(`/sign-in?next=${encodeURIComponent(next)}`);
  const form = page.locator('form[action="/sign-in/code"]');
  await form.locator("[name=email]").fill(email);
  await form.locator("[name=code]").fill(code);
  await press(page, "Sign in with the code", form);
}

/// Registers a hospital whose mail domain proves it, and sets up the registrant's sign-in. Returns the recovery codes.
export async function registerAndSignIn(page, server, hospital, contact, more) {
  await fill(page, hospital, contact, more);
  await send(page);
  await confirmMailbox(page, server, contact.email);
  await Promise.all([page.waitForNavigation(), page.getByRole("link", { name: "Set up sign-in" }).click()]);
  await press(page, "Start");
  await heading(page, "Make a passkey");
  return makePasskey(page);
}

/// A colleague registers the hospital and names this person, who says yes by the mailed link: it takes two people with mail at
/// the hospital's own domain. Returns the recovery codes.
export async function administrator(page, server, hospital, { name, email }, more) {
  const colleague = await visitor(page.context().browser(), server.url);
  await registerAndSignIn(colleague, server, hospital, registrantOf(hospital), more);
  await nominate(colleague, hospital, email);
  await colleague.context().close();
  return becomeAdministrator(page, server, { name, email });
}

/// Who registers a hospital on behalf of its administrator.
export function registrantOf({ domain }) {
  return { name: "Remy Stone", email: `remy.stone@${domain}` };
}

/// Someone of a hospital names its first administrator.
export async function nominate(page, hospital, email) {
  await page.goto(`/hospital/${hospital.ccn}/first-administrator`);
  await fillIn(page, { who: "other", email });
  await press(page, "Send the letter");
  await heading(page, "A letter is on its way");
}

/// Whoever was named, and has no account yet, says yes. Returns the recovery codes.
export async function becomeAdministrator(page, server, { name, email }) {
  await page.goto(pathOf(linkIn(await mailTo(server.outbox, email, "administrator"), "/administrator/")));
  await fillIn(page, { name, agree: true });
  await press(page, "Become administrator");
  await heading(page, "Make a passkey");
  const codes = await makePasskey(page);
  await fillIn(page, { agree: true });
  await press(page, "Become administrator");
  await heading(page, "People");
  return codes;
}
