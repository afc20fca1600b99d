// The papers of a hospital: what is in each, a warning before the insurer's is signed, and files that are what they say.

import { execFile } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

import { axe, fits, keyboardOnly, light, quiet } from "../harness/checks.mjs";
import { answerMeasure } from "../harness/evidence.mjs";
import { fillIn, follow, heading, press, says } from "../harness/form.mjs";
import { FIXTURE_MEMORIAL } from "../harness/franklin.mjs";
import { administrator } from "../harness/people.mjs";

export const name = "papers: the board's PDF is saved and reads as it should, and so are the others";
export const franklin = true;

const { ccn, domain } = FIXTURE_MEMORIAL;
const HOME = `/hospital/${ccn}`;
const DANA = { name: "Dana Whitfield", email: `dana.whitfield@${domain}` };
const program = promisify(execFile);

export async function run({ server, visit, step, picture }) {
  const dana = await visit();
  await step("an administrator who has answered one thing", async () => {
    await administrator(dana, server, FIXTURE_MEMORIAL, DANA);
    await answerMeasure(dana, ccn, "mfa-admins", { finding: "met" });
  });

  /// A file by the address its link on the page leads to.
  const saved = async (file) => {
    const link = dana.locator(`main a[href*="/papers/${file}"]`);
    const answer = await dana.context().request.get(new URL(await link.getAttribute("href"), dana.url()).href);
    if (answer.status() !== 200) throw new Error(`${answer.url()} answered ${answer.status()}`);
    const [, name] = /^attachment; filename="([^"]+)"$/.exec(answer.headers()["content-disposition"]) ?? [];
    if (!name) throw new Error(`${answer.url()} is not to be saved: ${answer.headers()["content-disposition"]}`);
    const bytes = await answer.body();
    const path = join(tmpdir(), `holdfast-paper-${process.pid}`);
    await writeFile(path, bytes);
    return { name, path, bytes };
  };

  await step("the list says what each paper is for", async () => {
    await dana.goto(HOME);
    await follow(dana, "Papers");
    await heading(dana, "Papers");
    await says(dana, "can we treat patients if systems stop", "No paper claims that a law is met", "There is no plan yet");
    await axe(dana);
    await light(dana, `${HOME}/papers`);
    await keyboardOnly(dana);
    quiet(dana);
    await picture(dana, "1-list");
    const narrow = await visit("narrow");
    await narrow.context().addCookies(await dana.context().cookies());
    await narrow.goto(`${HOME}/papers`);
    await fits(narrow);
    await picture(narrow, "2-narrow");
  });

  await step("the board's report is a PDF that reads as it should", async () => {
    const file = await saved("board.pdf");
    if (!file.name.startsWith(`${ccn}-board-`) || !file.name.endsWith(".pdf")) throw new Error(`it is called ${file.name}`);
    if (file.bytes.subarray(0, 5).toString() !== "%PDF-") throw new Error("it is no PDF");
    const read = await program("pdftotext", ["-layout", file.path, "-"]).catch((error) => {
      if (error.code === "ENOENT") return null;
      throw error;
    });
    // Without that program the rest is held by the tests of the report itself.
    if (read) {
      for (const words of ["Fixture Memorial Hospital", "Can we treat patients"]) {
        if (!read.stdout.includes(words)) throw new Error(`\`${words}\` is not in:\n${read.stdout.slice(0, 2000)}`);
      }
    }
  });

  await step("the others are what they say they are", async () => {
    for (const [link, key, begins] of [
      ["hipaa.pdf", "hipaa", "%PDF-"],
      ["insurer.pdf", "insurer", "%PDF-"],
      ["practices.pdf", "practices", "%PDF-"],
      ["practices.seal.json", "practices", "{"],
      ["oscal-results.json", "oscal-results", "{"],
    ]) {
      const file = await saved(link);
      if (!file.name.includes(`-${key}-`)) throw new Error(`${link}: it is called ${file.name}`);
      if (!file.bytes.toString("latin1").startsWith(begins)) throw new Error(`${link}: it does not begin with ${begins}`);
    }
  });

  await step("once the hospital says what it can carry, there is a technical plan", async () => {
    await dana.goto(`${HOME}/plan/means`);
    await fillIn(dana, { hours_a_week: "6", usd_an_hour: "45" });
    await press(dana, "Keep it");
    await dana.goto(`${HOME}/papers`);
    const file = await saved("plan.pdf");
    if (!file.name.includes("-plan-")) throw new Error(`it is called ${file.name}`);
  });
}
