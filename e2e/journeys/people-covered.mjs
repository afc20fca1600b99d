// The office sees who is covered and whom to help first, and saves the brief for partners.

import { axe, fits, keyboardOnly, light, quiet } from "../harness/checks.mjs";
import { fillIn, follow, heading, hides, press, says, status } from "../harness/form.mjs";
import { becomeOperator, signInByCode } from "../harness/people.mjs";

export const name = "the office sees who is covered and whom to help first, without scripts";
export const franklin = true;

const ANN = { name: "Ann Lee", email: "ann@office.example" };

export async function run({ server, visit, step, picture }) {
  const codes = await becomeOperator(await visit(), server, ANN);
  const ann = await visit("noScript");
  await signInByCode(ann, ANN.email, codes[0], "/office/hospitals");
  const look = async (what) => {
    await axe(ann);
    quiet(ann);
    await picture(ann, what);
  };
  const saved = async (path) => {
    const answer = await ann.context().request.get(new URL(path, ann.url()).href);
    if (answer.status() !== 200) throw new Error(`${path} answered ${answer.status()}`);
    return answer.body();
  };

  await step("the country before anybody registers", async () => {
    await follow(ann, "People covered");
    await heading(ann, "People covered");
    await says(ann, "None of these hospitals has registered yet", "60,000,000", "These are exact numbers", "State of Franklin");
    await look("1-country");
    await keyboardOnly(ann);
  });

  await step("what partners see, and what they get", async () => {
    await follow(ann, "See what partners see");
    await says(ann, "Groups of 1 to 4 hospitals are hidden", "too few to show");
    await hides(ann, "See whom to help first");
    await look("2-partners");
    const pdf = await saved("/office/care/brief.pdf");
    if (pdf.subarray(0, 5).toString() !== "%PDF-") throw new Error("the brief is no PDF");
    const csv = (await saved("/office/care/brief.csv")).toString();
    if (!csv.includes("by_the_end_of") || !csv.includes("are hidden")) throw new Error(`the file lacks months, or what is hidden: ${csv.slice(-300)}`);
  });

  await step("whom to help first", async () => {
    await ann.goto(new URL("/office/care", ann.url()).href);
    await follow(ann, "See whom to help first");
    await heading(ann, "Whom to help first");
    await says(ann, "Ask it to register");
    await look("3-first");
    await fillIn(ann, { state: "ZZ", lacks: "registration" });
    status(await press(ann, "Show"), 200);
    await says(ann, ", ZZ");
    await look("4-franklin");
    const csv = (await saved("/office/care/first.csv?state=ZZ")).toString();
    if (!csv.startsWith("Rank,CCN,")) throw new Error(`no list: ${csv.slice(0, 100)}`);
  });

  await step("light and narrow", async () => {
    await light(ann, "/office/care");
    await light(ann, "/office/care/first");
    const phone = await visit("narrow");
    await signInByCode(phone, ANN.email, codes[1], "/office/care");
    await fits(phone);
    await axe(phone);
    await picture(phone, "5-narrow");
    await phone.goto(new URL("/office/care/first", phone.url()).href);
    await fits(phone);
    await axe(phone);
    await picture(phone, "6-first-narrow");
  });
}
