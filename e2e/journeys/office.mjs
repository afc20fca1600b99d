// The program office: the funnel with its denominators, hospitals with filters and a download, people, and running the
// portal. A partner sees totals alone.

import { readFile } from "node:fs/promises";

import { axe, keyboardOnly, quiet } from "../harness/checks.mjs";
import { fillIn, follow, heading, hides, press, says, status } from "../harness/form.mjs";
import { FIXTURE_MEMORIAL } from "../harness/franklin.mjs";
import { acceptInvitation, becomeOperator, inviteToProgram, registerAndSignIn, signInByCode } from "../harness/people.mjs";

export const name = "the office: funnel, hospitals with filters and a download, people, running the portal";
export const franklin = true;

const ANN = { name: "Ann Lee", email: "ann@office.example" };
const PIA = { name: "Pia Wolf", email: "pia@partner.example" };
const DANA = { name: "Dana Whitfield", email: `dana.whitfield@${FIXTURE_MEMORIAL.domain}` };

export async function run({ server, visit, step, picture }) {
  const first = await visit();
  let codes = [];
  const look = async (page, what) => {
    await axe(page);
    quiet(page);
    if (what) await picture(page, what);
  };

  await step("nobody yet", async () => {
    codes = await becomeOperator(first, server, ANN);
    await first.goto("/office");
    await says(first, "How far hospitals have come", "No hospital has registered yet");
    await look(first, "1-empty-funnel");
  });

  await step("one registers", async () => {
    await registerAndSignIn(await visit(), server, FIXTURE_MEMORIAL, DANA);
  });

  // The office works without scripts too.
  const ann = await visit("noScript");
  await step("the funnel", async () => {
    await signInByCode(ann, ANN.email, codes[0], "/office");
    await says(ann, "The funnel", "What the shares are of", "1,800", "2,100", "By state", "By offer");
    await keyboardOnly(ann);
    await look(ann, "2-funnel");
    await follow(ann, "See what partners see");
    await look(ann, "3-partners-see");
  });

  await step("the same numbers as files", async () => {
    for (const file of ["funnel", "months", "states", "offers", "uptake"]) {
      const answer = await ann.request.get(`/office/${file}.csv`);
      if (answer.status() !== 200 || !answer.headers()["content-type"].startsWith("text/csv")) throw new Error(`${file}.csv answered ${answer.status()}`);
      if ((await answer.text()).trim().split("\n").length < 2 && file !== "uptake") throw new Error(`${file}.csv has no rows`);
    }
  });

  await step("hospitals: filters, sort and download agree", async () => {
    await ann.goto("/office/hospitals");
    await says(ann, "Fixture Memorial Hospital", "Franklin City General Hospital");
    await look(ann, "4-hospitals");
    await fillIn(ann, { kind: "cah", owner: "nonprofit_private", rural: "yes" });
    await press(ann, "Show");
    await says(ann, "Fixture Memorial Hospital");
    await hides(ann, "Franklin City General Hospital", "Copper Hollow Hospital");
    await look(ann, "5-filtered");
    const [download] = await Promise.all([ann.waitForEvent("download"), ann.getByRole("link", { name: "Download as CSV" }).click()]);
    const csv = await readFile(await download.path(), "utf8");
    const rows = csv.trim().split("\n");
    if (rows.length !== 2 || !rows[1].includes("991301")) throw new Error(`the download holds:\n${csv}`);
    await ann.goto("/office/hospitals?text=fixture&offer=nonprofit-pricing");
    await says(ann, "Fixture Memorial Hospital");
    await look(ann, "6-with-an-offer");
    await ann.goto("/office/hospitals?text=nowhere");
    await says(ann, "No hospital fits");
    await look(ann);
    await ann.goto("/office/hospitals");
    await follow(ann, "Fixture Memorial Hospital");
    await heading(ann, "Fixture Memorial Hospital");
    await look(ann, "7-hospital");
  });

  await step("inviting a hospital that has not come", async () => {
    await ann.goto("/office/hospitals/991304");
    await fillIn(ann, { email: "front.desk@tworivershospital.example" });
    await press(ann, "Invite");
    await says(ann, "Done");
    await look(ann, "8-invited");
  });

  await step("people", async () => {
    await inviteToProgram(ann, PIA.email, "partner");
    await look(ann, "9-people");
    await fillIn(ann, { lost_email: "nobody@office.example" });
    status(await press(ann, "Mail the link"), 422);
    await look(ann, "10-called-first");
  });

  await step("a partner sees totals and no hospital", async () => {
    const pia = await visit();
    await acceptInvitation(pia, server, PIA);
    await pia.goto("/office");
    await hides(pia, "Fixture Memorial");
    await look(pia, "11-partner");
    for (const shut of ["/office/hospitals", "/office/hospitals.csv", "/office/queue", "/office/support", "/office/run", "/office/people"]) {
      status(await pia.goto(shut), 403);
    }
    await axe(pia);
  });

  await step("running the portal", async () => {
    await ann.goto("/office/run");
    await says(ann, "Public files it is made of", "What imports changed");
    await look(ann, "12-run");
    await ann.locator("#sources a").first().click();
    await says(ann, "Owned by the moon");
    await look(ann, "13-refused-rows");
    await ann.goto("/office/run/mail");
    await says(ann, "No mail server is set");
    await look(ann, "14-mail");
    await ann.locator("#letters a").first().click();
    await ann.waitForURL(/\/office\/run\/mail\/./);
    await look(ann, "15-letter");
    await ann.goto("/office/run/audit");
    await says(ann, "The log is whole");
    await hides(ann, "Dana", DANA.email);
    await look(ann, "16-audit");
  });
}
