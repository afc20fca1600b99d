// A nonprofit applies to a program: starts, answers, saves, comes back by the mailed link elsewhere, checks, sends. One
// reviewer recommends, another decides, and the applicant reads the reason. The applicant's pages run no script.

import { answerPage, pagesOf, PROGRAM, sendApplication } from "../harness/application.mjs";
import { axe, fits, keyboardOnly, quiet } from "../harness/checks.mjs";
import { fillIn, follow, heading, hides, press, says, status } from "../harness/form.mjs";
import { linkIn, mailTo } from "../harness/outbox.mjs";
import { acceptInvitation, becomeOperator, inviteToProgram } from "../harness/people.mjs";
import { pathOf } from "../harness/registration.mjs";
import { decide, openCase } from "../harness/review.mjs";

export const name = "a nonprofit applies, two reviewers decide, the applicant reads why, without scripts";
export const franklin = true;

const LEE = { name: "Ann Lee, nurse", email: "ann@telehealth.example", organization: "Franklin Telehealth Network" };
const ANN = { name: "Ann Lind", email: "ann@office.example" };
const RAE = { name: "Rae Vance", email: "rae@office.example" };
const SOL = { name: "Sol Adams", email: "sol@office.example" };
/// What the first reviewer and the second write.
const ADVICE = "A sound plan for a real wait.";
const REASON = "Good for two counties, and the team has the data.";

export async function run({ server, visit, step, picture }) {
  const desk = await visit("noScript");
  const pages = pagesOf(LEE);
  const look = async (page, what) => {
    await axe(page);
    quiet(page);
    if (what) await picture(page, what);
  };
  const comeBack = async (page, subject) => {
    const mail = await mailTo(server.outbox, LEE.email, subject);
    await page.goto(pathOf(linkIn(mail, "/resume-application/")));
    await press(page, "Go on");
    return mail;
  };

  await step("what the program gives, and who can apply", async () => {
    await desk.goto("/");
    await follow(desk, /^See who can apply, and how/);
    await says(desk, "Nonprofit", "What it gives", "24 questions on 4 pages");
    await look(desk, "1-program");
    await follow(desk, "Apply");
    await look(desk, "2-start");
    await press(desk, "Start");
    await heading(desk, "Your application");
    await says(desk, "0 of 4 pages done");
    await look(desk, "3-pages");
  });

  await step("a slip is said beside its field, with what was typed", async () => {
    await desk.goto("/application/page/about-you");
    await fillIn(desk, { "organization-name": LEE.organization, "contact-email": "ann" });
    status(await press(desk, "Save and go on"), 422);
    await says(desk, "There is a problem", "name@example.org");
    if ((await desk.locator('[name="organization-name"]').inputValue()) !== LEE.organization) throw new Error("what was typed is lost");
    await look(desk, "4-wrong-answer");
    for (const which of ["about-you", "the-problem"]) await answerPage(desk, which, pages[which]);
  });

  await step("save", async () => {
    await desk.goto("/application/save");
    await fillIn(desk, { email: LEE.email });
    await press(desk, "Mail me the link");
    await says(desk, "You can close this page", LEE.email);
    await look(desk, "5-saved");
  });

  const home = await visit("noScript");
  await step("come back in another browser", async () => {
    await home.goto("/application");
    await heading(home, "We cannot find an application on this device");
    await look(home, "6-lost");
    const mail = await comeBack(home, "Your way back to your application");
    for (const secret of [LEE.organization, "Stroke", "AI for Health"]) {
      if ((mail.text + mail.html + mail.subject).includes(secret)) throw new Error(`the mailed way back tells "${secret}"`);
    }
    await says(home, "2 of 4 pages done");
    await look(home, "7-come-back");
    const late = await visit("noScript");
    status(await late.goto(pathOf(linkIn(mail, "/resume-application/"))), 410);
  });

  await step("check", async () => {
    await answerPage(home, "data-and-ethics", pages["data-and-ethics"]);
    await home.goto("/application/check");
    await says(home, "Some questions need an answer first");
    await look(home);
    await answerPage(home, "team-and-plan", pages["team-and-plan"]);
    await heading(home, "Check your answers");
    await says(home, LEE.organization, "1,200", "What your answers mean", LEE.email);
    await look(home, "8-check");
  });

  await step("send", async () => {
    const reference = await sendApplication(home);
    await says(home, "What happens next");
    await look(home, "9-sent");
    const mail = await mailTo(server.outbox, LEE.email, "Your application was sent");
    if (!mail.text.includes(reference)) throw new Error("the confirmation does not tell the reference");
    // Sent is sent: the back button leads to where it stands.
    await home.goto("/application/page/about-you");
    if (new URL(home.url()).pathname !== "/application/status") throw new Error(`a sent application opens at ${home.url()}`);
  });

  const [ann, rae, sol] = [await visit(), await visit(), await visit()];
  await step("two reviewers", async () => {
    await becomeOperator(ann, server, ANN);
    for (const [page, who] of [[rae, RAE], [sol, SOL]]) {
      await inviteToProgram(ann, who.email, "reviewer");
      await acceptInvitation(page, server, who);
    }
    await ann.goto("/office/applications");
    await says(ann, LEE.organization);
    await look(ann, "10-applications");
    const csv = await ann.request.get("/office/applications.csv");
    if (csv.status() !== 200 || !(await csv.text()).includes(LEE.organization)) throw new Error("the applications are not in their file");
  });

  let at;
  await step("the first recommends, and cannot decide alone", async () => {
    at = await openCase(rae, LEE.organization);
    await says(rae, "Stroke patients wait", "What the conditions say");
    await keyboardOnly(rae);
    await look(rae, "11-case");
    status(await press(rae, "Send the decision"), 422);
    await axe(rae);
    await decide(rae, "approve", ADVICE, { confirmed: true });
    await look(rae, "12-recommended");
    await rae.goto(at);
    await decide(rae, "approve", "Me again.", { confirmed: true });
    await says(rae, "another reviewer decides");
    await desk.goto("/application/status");
    await says(desk, "Application sent");
    await hides(desk, ADVICE);
  });

  await step("the second decides", async () => {
    await sol.goto(at);
    await says(sol, "The first reviewer", ADVICE);
    await look(sol, "13-second");
    await decide(sol, "approve", REASON, { confirmed: true });
    await says(sol, "The case is settled");
    await look(sol, "14-settled");
  });

  await step("the applicant reads the reason, by mail and on both machines", async () => {
    const elsewhere = await visit("noScript");
    const mail = await comeBack(elsewhere, "Your application was approved");
    if (!mail.text.includes(REASON)) throw new Error(`the mail says:\n${mail.text}`);
    for (const page of [elsewhere, home]) {
      await page.goto("/application/status");
      await says(page, "Application approved", REASON);
      await hides(page, ADVICE);
    }
    await look(home, "15-reason-read");
  });

  await step("on a phone", async () => {
    const phone = await visit("narrow");
    for (const path of [PROGRAM, `${PROGRAM}/apply`, "/application/lost"]) {
      await phone.goto(path);
      await fits(phone);
    }
    quiet(phone);
  });
}
