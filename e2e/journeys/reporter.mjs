// A nurse reports an odd mail from a phone by the link of her lessons, IT answers it, and she reads the answer. Without scripts.

import { turnOffScripting } from "../harness/browser.mjs";
import { axe, fits, keyboardOnly, light, quiet } from "../harness/checks.mjs";
import { fillIn, follow, heading, hides, press, says, status } from "../harness/form.mjs";
import { FIXTURE_MEMORIAL } from "../harness/franklin.mjs";
import { lure, sendMail } from "../harness/mail.mjs";
import { linkIn, mailTo } from "../harness/outbox.mjs";
import { administrator, signInByCode } from "../harness/people.mjs";
import { pathOf } from "../harness/registration.mjs";
import { inviteByMail, sendRoster } from "../harness/training.mjs";

export const name = "a nurse reports an odd mail on a phone, IT answers, and she reads the answer, without scripts";
export const franklin = true;

const { ccn, domain } = FIXTURE_MEMORIAL;
const LIST = `/hospital/${ccn}/reported-mail`;
const ANA = `ana.mora@${domain}`;
const DANA = { name: "Dana Whitfield", email: `dana.whitfield@${domain}` };

export async function run({ visit, server, step, picture }) {
  const first = await visit("plain");
  const phone = await visit("narrow");
  await turnOffScripting(phone);
  const dana = await visit("noScript");
  let mine, answer;
  const look = async (page, what) => {
    if (page === phone) await fits(page);
    await axe(page);
    quiet(page);
    await picture(page, what);
  };

  await step("the hospital has a nurse with a link, and nothing was reported", async () => {
    const codes = await administrator(first, server, FIXTURE_MEMORIAL, DANA);
    await sendRoster(first, FIXTURE_MEMORIAL, `number,name,email,language\n1,Ana Mora,${ANA},en\n`);
    await inviteByMail(first, FIXTURE_MEMORIAL);
    mine = pathOf(linkIn(await mailTo(server.outbox, ANA), "/learn/"));
    await signInByCode(dana, DANA.email, codes[0], LIST);
    await heading(dana, "Reported mail");
    await says(dana, "Nobody reported a mail in the last 30 days.", "so it does not share");
    await look(dana, "1-nothing");
  });

  await step("she reports a mail from her phone", async () => {
    await phone.goto(mine);
    await follow(phone, "Report a mail that looks odd");
    await heading(phone, "Report a mail");
    await look(phone, "2-form");
    await light(phone, `${mine}/report-mail`);
    await keyboardOnly(phone);
    status(await press(phone, "Report it"), 422);
    await says(phone, "Choose the mail to report.");
    await look(phone, "3-form-wrong");
    status(await sendMail(phone, "hello", "Report it", "notes.eml"), 422);
    await says(phone, "This file is no mail.");
    status(await sendMail(phone, lure()), 200);
    await says(phone, "Thank you. This mail looks bad.", "Call IT now. Nobody is blamed.", "goes to login.evil-pay.com");
    await look(phone, "4-told");
    await follow(phone, "See the answer");
    answer = new URL(phone.url()).pathname;
    await says(phone, "A person will look at it and answer you.");
  });

  await step("IT looks and answers, and says that the hospital shares", async () => {
    await dana.goto(LIST);
    await says(dana, "1 person waits for an answer");
    await follow(dana, /^Report 1/);
    await says(dana, "hxxps://login.evil-pay[.]com/1", "A link shows www.fixturememorial.org");
    if ((await dana.locator('a[href*="evil-pay"]').count()) !== 0) throw new Error("a lure can be pressed");
    await look(dana, "5-report");
    status(await press(dana, "Answer"), 422);
    await says(dana, "Choose what the mail is.");
    await look(dana, "6-report-wrong");
    await fillIn(dana, { said: "bad", note: "Good catch. We blocked it." });
    await press(dana, "Answer");
    await says(dana, "The reporter has your answer.");
    await dana.goto(LIST);
    await press(dana, "Share what we find bad");
    await says(dana, "Your hospital shares what it finds bad.");
    await look(dana, "7-answered");
  });

  await step("she reads the answer, in her language, and has a letter", async () => {
    await phone.goto(answer);
    await says(phone, "You were right: this mail is bad.", "Good catch. We blocked it.");
    await look(phone, "8-answer");
    await follow(phone, "En español");
    await says(phone, "Tenía razón");
    const letter = await mailTo(server.outbox, ANA, "About the mail you reported");
    if (JSON.stringify(letter).includes("evil-pay")) throw new Error("the letter carries the lure on");
    await phone.goto("/reported/guessed");
    await hides(phone, "bad.");
  });
}
