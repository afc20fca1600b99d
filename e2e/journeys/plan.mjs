// A hospital says what it can carry, reads what to do first and why, accepts the plan, and works on its tasks: two people at
// one task, one closed with what was done, files to take along. Everything after the passkey runs without scripts.

import { axe, fits, keyboardOnly, light, quiet } from "../harness/checks.mjs";
import { fillIn, follow, heading, hides, press, says, status } from "../harness/form.mjs";
import { FIXTURE_MEMORIAL } from "../harness/franklin.mjs";
import { administrator, signInByCode } from "../harness/people.mjs";

export const name = "a plan is accepted, a step is closed, and what it promised is held against what is seen, without scripts";
export const franklin = true;

const { ccn, domain } = FIXTURE_MEMORIAL;
const HOME = `/hospital/${ccn}`;
const DANA = { name: "Dana Whitfield", email: `dana.whitfield@${domain}` };

export async function run({ server, visit, step, picture }) {
  let codes = [];
  await step("an administrator", async () => {
    const first = await visit();
    codes = await administrator(first, server, FIXTURE_MEMORIAL, DANA);
    await first.context().close();
  });
  const dana = await visit("noScript");
  const look = async (what) => {
    await axe(dana);
    quiet(dana);
    await picture(dana, what);
  };

  await step("nothing is known yet: an invitation and no zeros", async () => {
    await signInByCode(dana, DANA.email, codes[0], HOME);
    await says(dana, "Find out in an hour");
    await follow(dana, "Where you stand");
    await heading(dana, "Where you stand");
    await says(dana, "Begin with one question");
    await hides(dana, "0 of 20");
    await look("1-nothing-known");
    await fillIn(dana, { as_of: "31/12/2025" });
    status(await press(dana, "Show that day"), 422);
    await says(dana, "There is a problem", "like 2026-05-31");
    await look("2-no-such-day");
    await fillIn(dana, { as_of: "2026-01-31" });
    await press(dana, "Show that day");
    await says(dana, "Nothing was known by then");
    await dana.goto(`${HOME}/posture/mfa`);
    await says(dana, "Multifactor sign-in", "Our own reading", "Not known");
    await look("3-a-safeguard");
  });

  await step("what the hospital can carry, with a slip", async () => {
    await dana.goto(`${HOME}/plan`);
    await heading(dana, "What to do first");
    await says(dana, "Nothing is known yet", "Nobody has said yet", "of loss a year", "What this rests on");
    await look("4-draft");
    await follow(dana, "Change it");
    await fillIn(dana, { budget_usd: "forty thousand", hours_a_week: "8" });
    status(await press(dana, "Keep it"), 422);
    await says(dana, "There is a problem");
    if ((await dana.locator("[name=budget_usd]").inputValue()) !== "forty thousand") throw new Error("what was typed is lost");
    await look("5-means");
    await fillIn(dana, { budget_usd: "$40,000" });
    await press(dana, "Keep it");
    await says(dana, "$40,000", "Kept.");
  });

  await step("one step: how, what it takes, where its figures come from", async () => {
    await dana.locator(".ranked a").first().click();
    await says(dana, "How to go back", "What proves it done", "What it takes", "likely");
    await look("6-step");
  });

  await step("accepted as read", async () => {
    await dana.goto(`${HOME}/plan`);
    await follow(dana, "See what it promises, and accept it");
    await says(dana, "It promises", "What each step promises");
    await look("7-accept");
    await press(dana, "Accept the plan");
    await says(dana, "Accepted. Each step is a task now", "The plan in force", "Promised, and seen");
    await look("8-in-force");
    await follow(dana, "Open its tasks");
    await look("9-tasks");
  });

  await step("two people at one task: the second is told, and nothing typed is lost", async () => {
    await dana.locator(".tasks a").first().click();
    await heading(dana, /./);
    const path = new URL(dana.url()).pathname;
    const other = await visit("noScript");
    await signInByCode(other, DANA.email, codes[1], path);
    await fillIn(other, { owner: "Lee Day", due_on: "2099-06-30" });
    status(await press(other, "Keep who and when"), 422);
    await says(other, "Choose a day between");
    const due = (await dana.locator("[name=due_on]").inputValue());
    await fillIn(other, { owner: "Lee Day", due_on: due });
    await press(other, "Keep who and when");
    await says(other, "Lee Day does it.");
    await fillIn(dana, { owner: "Pat Night" });
    status(await press(dana, "Keep who and when"), 409);
    await says(dana, "Someone else changed this task first", "with Lee Day");
    if ((await dana.locator("[name=owner]").inputValue()) !== "Pat Night") throw new Error("what was typed is lost");
    await look("10-two-at-once");
    await press(dana, "Keep who and when");
    await says(dana, "Pat Night does it.");
    quiet(other);
  });

  await step("closed in words: it says that nothing is proven by that", async () => {
    status(await press(dana, "Close the task"), 422);
    await says(dana, "say in words what was done");
    await fillIn(dana, { note: "Turned it on for all five accounts" });
    await press(dana, "Close the task");
    await says(dana, "Closed. What was seen since stands below.", "Not proven yet", "Send in evidence");
    await look("11-closed");
    await dana.goto(`${HOME}/plan`);
    await says(dana, "Not kept yet.", "are said to be done");
  });

  await step("files and paper", async () => {
    const table = await dana.request.get(`${HOME}/plan/tasks.csv`);
    const text = await table.text();
    if (table.status() !== 200 || !text.startsWith("Step,Owner,")) throw new Error(`the table answered ${table.status()}: ${text.slice(0, 200)}`);
    const calendar = await (await dana.request.get(`${HOME}/plan/tasks.ics`)).text();
    for (const line of ["BEGIN:VCALENDAR", "BEGIN:VEVENT", "BEGIN:VALARM", "END:VCALENDAR"]) {
      if (!calendar.includes(line)) throw new Error(`the calendar has no ${line}:\n${calendar.slice(0, 500)}`);
    }
    await dana.goto(`${HOME}/plan/checklist`);
    await heading(dana, "Checklist of the plan");
    await dana.emulateMedia({ media: "print" });
    await picture(dana, "12-checklist-on-paper");
    await dana.emulateMedia({ media: "screen" });
  });

  await step("on a phone, by keyboard, light", async () => {
    const phone = await visit("narrow");
    await signInByCode(phone, DANA.email, codes[2], `${HOME}/plan`);
    await fits(phone);
    await picture(phone, "13-plan-on-a-phone");
    await keyboardOnly(phone);
    await phone.goto(`${HOME}/posture`);
    await fits(phone);
    await light(phone, `${HOME}/plan`);
    quiet(phone);
  });
}
