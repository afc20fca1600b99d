// Two people answer one assessment: one signed in, one invited by mail who needs no account and has no scripts. They meet at
// one question and choose; one answers in Spanish; a paper is keyed in; what is typed survives a line that drops.

import { axe, fits, quiet } from "../harness/checks.mjs";
import { dayFromNow } from "../harness/evidence.mjs";
import { fillIn, follow, heading, hides, press, says, status } from "../harness/form.mjs";
import { FIXTURE_MEMORIAL } from "../harness/franklin.mjs";
import { linkIn, mailTo } from "../harness/outbox.mjs";
import { administrator } from "../harness/people.mjs";
import { pathOf } from "../harness/registration.mjs";

export const name = "two people answer one assessment";
export const franklin = true;

const HAL = `hal.hire@${FIXTURE_MEMORIAL.domain}`;
const AT = `/hospital/${FIXTURE_MEMORIAL.ccn}/assessment`;

export async function run({ server, visit, step, picture }) {
  const dana = await visit();
  const hal = await visit("noScript");

  await step("a hospital has questions", async () => {
    await administrator(dana, server, FIXTURE_MEMORIAL, { name: "Dana Whitfield", email: `dana.whitfield@${FIXTURE_MEMORIAL.domain}` });
    await dana.goto(`/hospital/${FIXTURE_MEMORIAL.ccn}`);
    await follow(dana, "Questions");
    await heading(dana, "Questions of the assessment");
    await says(dana, "Human resources", "of 4 answered", "Nobody is invited yet");
    await axe(dana);
  });

  await step("one person invites another by mail", async () => {
    await follow(dana, /^Invite someone.*Human resources/);
    await fillIn(dana, { name: "Hal Hire", email: "hal" });
    status(await press(dana, "Send the letter"), 422);
    await fillIn(dana, { email: HAL });
    await press(dana, "Send the letter");
    await says(dana, "the letter is on its way", "Hal Hire, asked on");
  });

  const link = await step("the link opens a button, and the button one part", async () => {
    const link = pathOf(linkIn(await mailTo(server.outbox, HAL, "A few questions"), "/questions/open/"));
    await hal.goto(link);
    await heading(hal, "Questions that you can answer best");
    await says(hal, FIXTURE_MEMORIAL.name, "Human resources");
    await axe(hal);
    await picture(hal, "1-link");
    await press(hal, "Open the questions");
    await heading(hal, "Human resources");
    await says(hal, "0 of 4 answered");
    await hides(hal, "This week", "Print these questions");
    await axe(hal);
    return link;
  });

  await step("each answers a question of their own", async () => {
    await hal.goto("/questions/leavers-off");
    await fillIn(hal, { answer: "yes" });
    await press(hal, "Save and go on");
    await says(hal, "Your answer is saved.", "Question 2 of 4");
    await dana.goto(`${AT}/it/second-step-mail`);
    await fillIn(dana, { answer: "partly" });
    await fillIn(dana, { n: 85, of: 96 });
    await picture(dana, "2-question");
    await press(dana, "Save and go on");
    await dana.goto(`${AT}/hr`);
    await says(dana, "1 of 4 answered", "Hal Hire, Human resources");
  });

  await step("they meet at one question", async () => {
    await dana.goto(`${AT}/hr/training-done`);
    await hal.goto("/questions/training-done");
    await fillIn(hal, { answer: "partly", n: 110, of: 130 });
    await press(hal, "Save and go on");
    await fillIn(dana, { answer: "yes" });
    status(await press(dana, "Save and go on"), 409);
    await heading(dana, "Someone else answered this too");
    await says(dana, "110 of 130 people", "Hal Hire, Human resources", "Nothing of yours has been saved yet");
    await axe(dana);
    await picture(dana, "3-both");
    await fillIn(dana, { keep: "theirs" });
    await press(dana, "Keep what I chose");
    await says(dana, "110 of 130 people");
  });

  await step("and the other way round, in Spanish and without scripts", async () => {
    await hal.goto("/questions/training-first-month?lang=es");
    await dana.goto(`${AT}/hr/training-first-month`);
    await fillIn(dana, { answer: "yes" });
    await press(dana, "Save and go on");
    await fillIn(hal, { answer: "no" });
    status(await press(hal, "Guardar y seguir"), 409);
    await heading(hal, "Otra persona también respondió");
    await axe(hal);
    await fillIn(hal, { keep: "mine" });
    await press(hal, "Guardar lo que elegí");
    await says(hal, "Su respuesta está guardada.");
    await dana.goto(`${AT}/hr/training-first-month`);
    await says(dana, "Last answer: No. Hal Hire, Human resources");
  });

  await step("a question is passed on to who knows", async () => {
    await hal.goto("/questions/not-on-payroll?lang=en");
    await fillIn(hal, { answer: "ask", knows: "it" });
    await press(hal, "Save and go on");
    await says(hal, "3 of 3 answered", "Every question here is answered.");
    await dana.goto(`${AT}/it/not-on-payroll`);
    await says(dana, "Hal Hire, Human resources, passed this on to Computers and network");
  });

  await step("what was typed survives a line that drops", async () => {
    await dana.goto(`${AT}/it/device-list`);
    await fillIn(dana, { answer: "partly" });
    await fillIn(dana, { n: 80, of: 92 });
    await dana.context().setOffline(true);
    await dana.getByRole("button", { name: "Save and go on" }).click();
    await dana.waitForTimeout(300);
    await dana.context().setOffline(false);
    dana.context().complaints.length = 0;
    await dana.goto(`${AT}/it/device-list`);
    await says(dana, "We put back what you had typed before");
    if ((await dana.locator("#n").inputValue()) !== "80") throw new Error("what was typed is lost");
    await press(dana, "Save and go on");
    await dana.goto(`${AT}/it/device-list`);
    await hides(dana, "We put back what you had typed before");
    await says(dana, "Last answer: 80 of 92 devices");
  });

  await step("a paper is keyed in by keyboard, good rows and bad", async () => {
    await dana.goto(`${AT}/nursing/key-in`);
    // Yesterday: by UTC today may be tomorrow where the program is.
    const head = { name: "Nia Nurse", filled_on: dayFromNow(-1) };
    await fillIn(dana, head);
    await fillIn(dana, { "n.paper-drill": 4, "of.paper-drill": 3, "answer.report-mail": "no" });
    status(await press(dana, "Keep these answers"), 422);
    await says(dana, "1 row is kept", "4 is more than 3");
    await axe(dana);
    await picture(dana, "4-key-in");
    await fillIn(dana, { "n.paper-drill": 2 });
    await press(dana, "Keep these answers");
    await says(dana, "2 of 4 answered", "Nia Nurse, Nursing, on paper of");
  });

  await step("the overview shows how far everybody is", async () => {
    await dana.goto(AT);
    await picture(dana, "5-overview");
    await says(dana, "3 of 3", "All answered.");
  });

  await step("asking someone else ends the link", async () => {
    await follow(dana, /^Change who is asked.*Human resources/);
    await fillIn(dana, { name: "Pia Park", email: `pia.park@${FIXTURE_MEMORIAL.domain}` });
    await press(dana, "Send the letter");
    status(await hal.goto("/questions"), 410);
    await says(hal, "someone else is asked now");
    status(await hal.goto(link), 410);
  });

  await step("a narrow phone has room for it", async () => {
    const pia = await visit("narrow");
    await pia.goto(pathOf(linkIn(await mailTo(server.outbox, `pia.park@${FIXTURE_MEMORIAL.domain}`, "A few questions"), "/questions/open/")));
    await fits(pia);
    await press(pia, "Open the questions");
    await fits(pia);
    await pia.goto("/questions/training-done");
    await fits(pia);
    await picture(pia, "6-narrow");
    await press(pia, "Save and go on");
    await pia.goto("/questions");
    await press(pia, "Leave these questions on this computer");
    status(await pia.goto("/questions"), 410);
    quiet(pia);
  });
  quiet(dana);
  quiet(hal);
}
