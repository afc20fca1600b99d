// Whoever runs training: a roster with a mistake comes in and is looked at before it counts, badges are saved for those without mail, a
// sign-in sheet is keyed in by its code, and what was done is taken along. Everything after the passkey runs without scripts.

import { axe, fits, keyboardOnly, light, quiet } from "../harness/checks.mjs";
import { dayFromNow } from "../harness/evidence.mjs";
import { fillIn, follow, heading, hides, press, says, status } from "../harness/form.mjs";
import { FIXTURE_MEMORIAL } from "../harness/franklin.mjs";
import { administrator, signInByCode } from "../harness/people.mjs";

export const name = "whoever runs training sends in a roster, prints badges and a sheet, keys it in and takes the record along, without scripts";
export const franklin = true;

const { ccn, domain } = FIXTURE_MEMORIAL;
const HOME = `/hospital/${ccn}/training`;
const DANA = { name: "Dana Whitfield", email: `dana.whitfield@${domain}` };
const WARD = Array.from({ length: 9 }, (_, n) => `${n + 1},Nurse ${n + 1},n${n + 1}@${domain},Emergency,clinical,`);
const LIST = ["Employee ID,Full name,Email,Department,Role,Hire date", ...WARD, "20,Luz Vega,,Housekeeping,everyone,9/15/2025", "21,Sam Reed,,Kitchen,cooks,"].join("\n");

export async function run({ server, visit, step, picture }) {
  const codes = await step("an administrator", async () => administrator(await visit(), server, FIXTURE_MEMORIAL, DANA));
  const dana = await visit("noScript");
  await signInByCode(dana, DANA.email, codes[0], HOME);
  const look = async (what) => {
    await axe(dana);
    quiet(dana);
    await fits(dana);
    await picture(dana, what);
  };
  /// Saves a file as the browser would, by the same request.
  const save = async (path, form) => {
    const to = new URL(path, dana.url()).href;
    const headers = { "sec-fetch-site": "same-origin" };
    const answer = form ? await dana.context().request.post(to, { form, headers }) : await dana.context().request.get(to);
    if (answer.status() !== 200) throw new Error(`${path} answered ${answer.status()}`);
    return { name: answer.headers()["content-disposition"] ?? "", text: (await answer.body()).toString("utf8") };
  };
  const send = async (list, whole) => {
    await dana.goto(`${HOME}/roster`);
    await dana.locator("[name=file]").setInputFiles({ name: "roster.csv", mimeType: "text/csv", buffer: Buffer.from(list) });
    if (whole) await fillIn(dana, { whole });
    return press(dana, "See what it changes");
  };

  await step("the page says what to do first", async () => {
    await heading(dana, "Training");
    await says(dana, "Nobody is on the roster yet", "Download the example list");
    await look("1-empty");
    const example = await save(`${HOME}/roster/example.csv`);
    if (!example.text.includes("Employee number")) throw new Error(`the example begins ${example.text.slice(0, 80)}`);
    await follow(dana, "Send the list in");
    await heading(dana, "Staff roster");
    await look("2-roster");
  });

  await step("a list with a mistake is looked at before it counts", async () => {
    status(await send(LIST, ""), 422);
    await says(dana, "There is a problem", "Say who is in the list");
    await look("3-unsaid");
    status(await send(LIST, "yes"), 200);
    await heading(dana, "What the list changes");
    await says(dana, "It changes 10 people.", "1 mistake in the list", "Line 12", "cooks", "Luz Vega");
    await look("4-preview");
    await press(dana, "Change 10 people");
    await says(dana, "The roster is as the list has it", "10 people are on it");
  });

  await step("many who leave are asked about again", async () => {
    await send("number,name\n1,Nurse 1\n", "yes");
    await says(dana, "9 of 10 people would leave", "Many people would leave");
    status(await press(dana, "Change 9 people"), 422);
    await says(dana, "Tick that so many people left");
    await look("5-many-leave");
    await follow(dana, "Leave the roster as it is");
    await says(dana, "10 people are on it");
  });

  await step("links are mailed and badges saved", async () => {
    await dana.goto(`${HOME}/links`);
    await says(dana, "9 of 10 people on the roster have a mail address");
    await look("6-links");
    await press(dana, "Mail the links");
    await says(dana, "9 mails are in the queue");
    const badges = await save(`${HOME}/badges.pdf`, { who: "" });
    if (!badges.text.startsWith("%PDF-")) throw new Error("the badges are no PDF");
  });

  await step("a sheet is printed, signed and keyed in by its code", async () => {
    const day = dayFromNow(-1);
    await dana.goto(`${HOME}/sheets`);
    await look("7-sheets");
    const sheet = await save(`${HOME}/sheets/sheet.pdf?lesson=report-it&held_on=${day}&department=Emergency&lang=en`);
    const code = /sign-in-(F1-\d{6})/.exec(sheet.name)?.[1];
    if (!code) throw new Error(`the sheet is called ${sheet.name}`);
    await fillIn(dana, { code });
    await press(dana, "Go on");
    await heading(dana, "Key in a sheet");
    await dana.getByLabel("Nurse 1, 1", { exact: true }).check();
    await fillIn(dana, { numbers: "2, 3\n99" });
    await look("8-key-in");
    status(await press(dana, "Record who signed"), 422);
    await says(dana, "3 people's lessons are recorded", "Nurse 2, 2", "Nobody on the roster has the number 99");
    await look("9-wrong-number");
    await fillIn(dana, { numbers: "20" });
    status(await press(dana, "Record who signed"), 200);
    await says(dana, "1 person's lesson is recorded");
  });

  await step("groups are shown, people are looked up, and the record is taken along", async () => {
    await dana.goto(HOME);
    await says(dana, "By role", "By department", "Smaller groups together");
    await hides(dana, "Luz Vega");
    await look("10-progress");
    await follow(dana, "Look up a person");
    await fillIn(dana, { q: "luz" });
    await press(dana, "Show");
    await look("11-people");
    await follow(dana, "Luz Vega");
    await says(dana, "Signed in at a meeting", "They have no mail address", "Recorded by Dana Whitfield");
    await look("12-person");
    const done = await save(`${HOME}/completions.csv`);
    const n = done.text.trim().split("\n").length - 1;
    if (n !== 4) throw new Error(`${n} lessons done, not 4:\n${done.text}`);
    const roster = await save(`${HOME}/roster.csv`);
    if (roster.text.trim().split("\n").length !== 11) throw new Error(`the roster is not 10 people:\n${roster.text}`);
    const due = await save(`${HOME}/due.ics`);
    if (!due.text.startsWith("BEGIN:VCALENDAR") || due.text.includes("Luz")) throw new Error("the calendar is none, or names somebody");
  });

  await step("light, narrow and by keyboard", async () => {
    await light(dana, HOME);
    await keyboardOnly(dana);
    const phone = await visit("narrow");
    await signInByCode(phone, DANA.email, codes[1], HOME);
    for (const [at, what] of [["", "13-narrow-progress"], ["/roster", "14-narrow-roster"], ["/links", "15-narrow-links"], ["/sheets/key-in", "16-narrow-key-in"]]) {
      await phone.goto(HOME + at);
      await fits(phone);
      await axe(phone);
      await picture(phone, what);
    }
  });
}
