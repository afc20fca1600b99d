// A learner opens the link they were mailed on a phone, without scripts and without an account, answers wrongly, then rightly, and is done.

import { turnOffScripting } from "../harness/browser.mjs";
import { axe, fits, keyboardOnly, light, quiet } from "../harness/checks.mjs";
import { fillIn, follow, heading, hides, press, says, status } from "../harness/form.mjs";
import { FIXTURE_MEMORIAL } from "../harness/franklin.mjs";
import { linkIn, mailTo } from "../harness/outbox.mjs";
import { administrator } from "../harness/people.mjs";
import { pathOf } from "../harness/registration.mjs";
import { inviteByMail, sendRoster } from "../harness/training.mjs";

export const name = "a learner finishes a lesson on a phone, by their own link, without scripts";
export const franklin = true;

const ANA = `ana.mora@${FIXTURE_MEMORIAL.domain}`;
const LUZ = `luz.vega@${FIXTURE_MEMORIAL.domain}`;

export async function run({ visit, server, step, picture }) {
  const dana = await visit("plain");
  // 320 pixels wide, and without scripts.
  const phone = await visit("narrow");
  await turnOffScripting(phone);
  let mine;
  const look = async (what) => {
    await fits(phone);
    await axe(phone);
    quiet(phone);
    await picture(phone, what);
  };

  await step("the manager brings in two people and mails them their links", async () => {
    await administrator(dana, server, FIXTURE_MEMORIAL, { name: "Dana Whitfield", email: `dana.whitfield@${FIXTURE_MEMORIAL.domain}` });
    await sendRoster(dana, FIXTURE_MEMORIAL, `number,name,email,language\n1,Ana Mora,${ANA},en\n2,"Vega, Luz",${LUZ},es\n`);
    await inviteByMail(dana, FIXTURE_MEMORIAL);
    mine = pathOf(linkIn(await mailTo(server.outbox, ANA), "/learn/"));
  });

  await step("what is to do", async () => {
    await phone.goto(mine);
    await heading(phone, "Hello, Ana");
    await says(phone, "8 lessons to do", "Report it in five minutes", "Nobody sees a wrong answer");
    await hides(phone, "Mora", "Sign in");
    await look("1-to-do");
    const desk = await visit("noScript");
    await desk.goto(mine);
    await keyboardOnly(desk);
    await axe(desk);
  });

  await step("read, answer wrongly, and see why", async () => {
    await follow(phone, "Report it in five minutes");
    await says(phone, "Three questions. Answer all three right", "Opening this page counts for nothing");
    await look("2-lesson");
    await light(phone, `${mine}/report-it`);
    status(await press(phone, "Send my answers"), 200);
    await says(phone, "Choose an answer first");
    const [first, ...rest] = await rightAnswers(phone, "report-it");
    const wrong = first === 1 ? 2 : 1;
    await fillIn(phone, { c1: wrong, c2: rest[0], c3: rest[1] });
    status(await press(phone, "Send my answers"), 200);
    await says(phone, "2 of 3 are right.", "Not this one.");
    await hides(phone, "You are done with");
    await look("3-wrong");
  });

  await step("come back later: what was right is kept", async () => {
    await phone.goto(`${mine}/report-it`);
    await says(phone, "What you answered right is kept");
    if ((await phone.locator("fieldset input[type=radio][name=c2]").count()) !== 0) throw new Error("a right answer is asked again");
    const [first] = await rightAnswers(phone, "report-it");
    await fillIn(phone, { c1: first });
    await press(phone, "Send my answers");
    await says(phone, "You are done with “Report it in five minutes”.", "Do this one next", "7 lessons to do", "Done on");
    await look("4-done");
  });

  await step("take it along: days and a certificate", async () => {
    for (const [file, type] of [["due.ics", "text/calendar"], ["certificate.pdf", "application/pdf"]]) {
      const answer = await phone.request.get(`${mine}/${file}`);
      if (answer.status() !== 200 || !answer.headers()["content-type"].startsWith(type)) throw new Error(`${file}: ${answer.status()} ${answer.headers()["content-type"]}`);
    }
  });

  await step("another learner reads in Spanish, and a wrong link says what to do", async () => {
    await phone.goto(pathOf(linkIn(await mailTo(server.outbox, LUZ), "/learn/")));
    await heading(phone, "Hola, Luz");
    await says(phone, "8 lecciones por hacer");
    await look("5-spanish");
    const answer = await phone.goto("/learn/not-a-link");
    if (answer.status() !== 410) throw new Error(`a wrong link answered ${answer.status()}`);
    await says(phone, "This link does not work", "Ask your manager", "Este enlace no funciona");
    await axe(phone);
  });
}

/// The right options of a lesson's questions, from 1, as the open API has them.
async function rightAnswers(page, lesson) {
  const answer = await page.request.get(`/api/v1/lessons/${lesson}`);
  const { page: blocks } = await answer.json();
  return blocks.filter((block) => block.kind === "check").map((block) => block.options.findIndex((option) => option.is_right) + 1);
}
