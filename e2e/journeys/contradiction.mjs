// A contradiction appears where a file shows less than somebody said, and is resolved in three ways. Scripting is off.

import { rm } from "node:fs/promises";
import { dirname } from "node:path";

import { axe, fits, keyboardOnly, quiet } from "../harness/checks.mjs";
import { answerMeasure, dayFromNow, fileNamed, fillDay, sendIn, wayOut } from "../harness/evidence.mjs";
import { fillIn, follow, heading, hides, press, says, status } from "../harness/form.mjs";
import { FIXTURE_MEMORIAL } from "../harness/franklin.mjs";
import { administrator, signInByCode } from "../harness/people.mjs";

export const name = "a contradiction appears and is resolved three ways";
export const franklin = true;

const { ccn, domain } = FIXTURE_MEMORIAL;
const DANA = { name: "Dana Whitfield", email: `dana.whitfield@${domain}` };
const at = (measure) => `/hospital/${ccn}/measures/${measure}`;
const SHOWS_LESS = { finding: "partly", n: 90, of: 92, outliers: "guest\n* old-admin" };

export async function run({ server, visit, step, picture }) {
  const codes = await step("an administrator", async () => administrator(await visit(), server, FIXTURE_MEMORIAL, DANA));
  const dana = await visit("noScript");
  await signInByCode(dana, DANA.email, codes[0], at("mfa-remote"));
  const look = async (what) => {
    await axe(dana);
    quiet(dana);
    await picture(dana, what);
  };
  const file = await fileNamed("ways in.pdf");

  await step("an answer, and a file that shows less", async () => {
    await heading(dana, "Every way into the network from outside");
    await says(dana, "Not known", "Nothing yet.", "What can prove it");
    await keyboardOnly(dana);
    await look("1-not-known");
    status(await answerMeasure(dana, ccn, "mfa-remote", { finding: "partly", n: 9, of: 4 }), 422);
    await says(dana, "There is a problem", "no more than there are in all");
    await look("2-answer-wrong");
    await answerMeasure(dana, ccn, "mfa-remote", { finding: "met" });
    await says(dana, "Met, by someone's word", "Dana Whitfield, Hospital administrator");

    await follow(dana, "Send in a file");
    await look("3-send");
    await fillIn(dana, { subject: "VPN and remote desktop" });
    status(await press(dana, "Send it in"), 422);
    await says(dana, "Choose the file to send", "Choose what the file is");
    await look("4-send-wrong");
    status(await sendIn(dana, ccn, { measure: "mfa-remote", kind: "remote-access-review", subject: "VPN and remote desktop", file: await fileNamed("macro.docx", "PK\u0003\u0004 word/document.xml"), ...SHOWS_LESS }), 422);
    await says(dana, "Save it as a PDF first");
    await sendIn(dana, ccn, { measure: "mfa-remote", kind: "remote-access-review", subject: "VPN and remote desktop", file, ...SHOWS_LESS });
    await says(dana, "The file is kept", "Contradicted", "Both cannot be right", "90 of 92 ways in", "old-admin");
    await look("5-contradicted");
    await dana.setViewportSize({ width: 390, height: 844 });
    await fits(dana);
    await picture(dana, "5-contradicted-hand");
    await dana.setViewportSize({ width: 1280, height: 800 });
  });

  await step("it is being fixed", async () => {
    let form = await wayOut(dana, "We are fixing it");
    status(await press(dana, "Promise the day", form), 422);
    await says(dana, "Write the day by which it will be fixed", "Write what will be done");
    await look("6-way-out-wrong");
    form = dana.locator("details.card", { hasText: "We are fixing it" }).locator("form");
    await fillDay(dana, "f-by", dayFromNow(30));
    await fillIn(dana, { "f-reason": "We turn it on for both accounts" });
    await press(dana, "Promise the day", form);
    await says(dana, "it will be fixed by", "We turn it on for both accounts", "Contradicted");
    await look("7-fixing");
  });

  await step("the evidence is wrong", async () => {
    await answerMeasure(dana, ccn, "vendor-list", { finding: "met" });
    await sendIn(dana, ccn, { measure: "vendor-list", kind: "vendor-register", subject: "Vendors", file, finding: "not_met" });
    await says(dana, "Contradicted");
    const form = await wayOut(dana, "The evidence is wrong");
    await fillIn(dana, { "w-reason": "It is the list of two years ago" });
    await press(dana, "Set the evidence aside", form);
    await says(dana, "Met, by someone's word", "Set aside", "It is the list of two years ago");
    await hides(dana, "Both cannot be right");
    await look("8-set-aside");
  });

  await step("the answer was about less", async () => {
    await answerMeasure(dana, ccn, "backup-recent", { finding: "met" });
    await sendIn(dana, ccn, { measure: "backup-recent", kind: "backup-report", subject: "All servers", file, finding: "partly", n: 5, of: 6 });
    await says(dana, "Contradicted");
    const form = await wayOut(dana, "The answer was about less");
    await fillIn(dana, { "s-reason": "The answer left out the laboratory" });
    await press(dana, "Say what differs", form);
    await says(dana, "Partly: 5 of 6");
    await hides(dana, "Both cannot be right");
    await look("9-partly");
  });

  await step("the list, and who opened a file", async () => {
    await follow(dana, "Evidence");
    await heading(dana, "Evidence");
    await says(dana, "ways in.pdf", "Set aside", "Nobody yet");
    await look("10-evidence");
    await follow(dana, "ways in.pdf");
    const [saved] = await Promise.all([dana.waitForEvent("download"), dana.getByRole("link", { name: "Save the file" }).click()]);
    if (saved.suggestedFilename() !== "ways in.pdf") throw new Error(`saved as ${saved.suggestedFilename()}`);
    await dana.reload();
    await says(dana, "Dana Whitfield, Hospital administrator");
    await look("11-file");
  });
  await rm(dirname(file), { recursive: true });
}
