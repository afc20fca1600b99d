// A hospital registers: starts, answers some, saves, comes back by the mailed link in another browser, finishes, sends and
// confirms the mailbox. Nothing here runs a script.

import { axe, fits, quiet } from "../harness/checks.mjs";
import { fillIn, follow, heading, hides, press, says, status } from "../harness/form.mjs";
import { FIXTURE_MEMORIAL } from "../harness/franklin.mjs";
import { linkIn, mailTo, mails } from "../harness/outbox.mjs";
import { answer, answersOf, begin, confirmMailbox, pathOf } from "../harness/registration.mjs";

export const name = "register, save, come back, finish, without scripts";
export const franklin = true;

/// Where the way back is mailed. It proves nothing about the hospital, so the work address is still to be confirmed.
const AT_HOME = "dana@whitfield.example";
const DANA = { name: "Dana Whitfield", email: `dana.whitfield@${FIXTURE_MEMORIAL.domain}` };

export async function run({ server, visit, step, picture }) {
  const desk = await visit("noScript");
  const answers = answersOf(DANA);
  const look = async (page, what) => {
    await axe(page);
    quiet(page);
    if (what) await picture(page, what);
  };

  await step("start", async () => {
    await desk.goto("/");
    await follow(desk, "Register a hospital");
    await fillIn(desk, { ccn: "9913" });
    status(await press(desk, "Start"), 422);
    await says(desk, "There is a problem", "six characters");
    await look(desk);
    await begin(desk, FIXTURE_MEMORIAL);
    await says(desk, "0 of 9 answered");
    await look(desk, "1-tasks");
  });

  await step("the first question is filled in from the directory", async () => {
    await follow(desk, "Hospital name, type and owner");
    const kept = await desk.locator('[name="legal_name"]').inputValue();
    if (kept !== "Fixture Memorial Hospital") throw new Error(`the name is filled in as "${kept}"`);
    if ((await desk.locator('[name="hospital_type"]').inputValue()) !== "cah") throw new Error("the type is not filled in");
    await look(desk, "2-first-question");
    await press(desk, "Save and go on");
    await heading(desk, "Does the hospital belong to a health system?");
  });

  await step("an answer that does not fit is said beside its field, with what was typed", async () => {
    status(await press(desk, "Save and go on"), 422);
    await says(desk, "There is a problem", "Say whether the hospital is part of a health system");
    await look(desk);
    await answer(desk, "independence", answers.independence);
    await heading(desk, "How many beds is the hospital licensed for?");
    await fillIn(desk, { licensed_beds: "many" });
    status(await press(desk, "Save and go on"), 422);
    if ((await desk.locator('[name="licensed_beds"]').inputValue()) !== "many") throw new Error("what was typed is lost");
    await look(desk, "3-wrong-answer");
    await answer(desk, "beds", answers.beds);
  });

  await step("save", async () => {
    await follow(desk, "Save and come back later");
    await look(desk, "4-save");
    await fillIn(desk, { email: "dana" });
    status(await press(desk, "Mail me the link"), 422);
    await look(desk);
    await fillIn(desk, { email: AT_HOME });
    await press(desk, "Mail me the link");
    await says(desk, "You can close this page", AT_HOME);
    await look(desk, "5-saved");
  });

  const home = await visit("noScript");
  await step("come back in another browser", async () => {
    await home.goto("/register/tasks");
    await says(home, "We cannot find a registration on this device");
    await look(home);
    const mail = await mailTo(server.outbox, AT_HOME, "Your way back");
    for (const secret of ["Fixture", FIXTURE_MEMORIAL.ccn, "Dana"]) {
      if ((mail.text + mail.html + mail.subject).includes(secret)) throw new Error(`the mailed way back tells "${secret}"`);
    }
    const link = pathOf(linkIn(mail, "/resume/"));
    await home.goto(link);
    await heading(home, "Go on with your registration");
    await look(home, "6-come-back");
    await press(home, "Go on");
    await says(home, "3 of 9 answered");
    const late = await visit("noScript");
    status(await late.goto(link), 410);
    await heading(late, "This link no longer works");
    await look(late, "7-used-link");
    await fillIn(late, { email: "nobody@nowhere.example" });
    await press(late, "Mail me a new link");
    await says(late, "If something is under way for nobody@nowhere.example");
    if ((await mails(server.outbox)).some((m) => m.to.includes("nowhere.example"))) throw new Error("a stranger's address gets a mail");
  });

  await step("finish", async () => {
    for (const question of ["users", "windows", "mail-domain", "security", "contact"]) await answer(home, question, answers[question]);
    await home.goto("/register/check");
    await says(home, "Some questions have no answer yet");
    await look(home);
    await follow(home, /What we may share|share/);
    await fillIn(home, answers.consent);
    await press(home, "Save and go on");
    await heading(home, "Check your answers");
    await says(home, DANA.email, "25", "120", "180");
    await look(home, "8-check-answers");
    await home.goto("/register/offers");
    await says(home, "Your offers", "Nonprofit price on security products");
    await look(home, "9-offers");
  });

  await step("send", async () => {
    await home.goto("/register/check");
    await press(home, "Send the registration");
    await says(home, "Registration sent", "What happens next", DANA.email);
    await look(home, "10-sent");
    const reference = (await home.locator(".reference").innerText()).trim();
    if (!/^[A-Z0-9-]{6,}$/.test(reference)) throw new Error(`the reference reads "${reference}"`);
    // Coming back offers nothing to send twice.
    await home.goBack();
    await says(home, reference);
    await mailTo(server.outbox, DANA.email, "Confirm");
    const sent = (await mails(server.outbox)).filter((m) => m.subject.startsWith("Confirm"));
    if (sent.length !== 1) throw new Error(`${sent.length} mails ask to confirm the mailbox`);
  });

  await step("confirm the mailbox", async () => {
    await confirmMailbox(home, server, DANA.email);
    await says(home, "Set up your sign-in", "Nobody is its administrator yet");
    await look(home, "11-confirmed");
    await home.goto("/register/done");
    await says(home, "Registration confirmed");
    await look(home, "12-confirmation");
    await hides(home, "We mean to be done by");
    await mailTo(server.outbox, DANA.email, "Your registration is confirmed");
  });

  await step("the same number again is sent to those who hold it", async () => {
    const second = await visit("noScript");
    await second.goto("/register");
    await fillIn(second, { ccn: FIXTURE_MEMORIAL.ccn });
    status(await press(second, "Start"), 409);
    await says(second, "991301 is registered already", "We do not say who");
    await hides(second, "Dana");
    await look(second, "13-taken");
    await follow(second, "Ask to join");
    await heading(second, "Ask to join a hospital");
  });

  await step("on a phone", async () => {
    const phone = await visit("narrow");
    for (const path of ["/register", "/register/join?ccn=991301", "/register/system", "/new-link"]) {
      await phone.goto(path);
      await fits(phone);
    }
  });
}
