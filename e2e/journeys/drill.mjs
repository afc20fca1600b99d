// A hospital practises going dark: a scenario chosen without scripts, its pack looked at and saved, and what is asked wrongly.

import { execFile } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

import { axe, fits, keyboardOnly, light, quiet } from "../harness/checks.mjs";
import { fillIn, follow, heading, hides, press, says, status } from "../harness/form.mjs";
import { FIXTURE_MEMORIAL } from "../harness/franklin.mjs";
import { administrator, signInByCode } from "../harness/people.mjs";

export const name = "a hospital practises going dark: it chooses a scenario and saves a pack to print, without scripts";
export const franklin = true;

const { ccn, domain } = FIXTURE_MEMORIAL;
const DRILL = `/hospital/${ccn}/care/drill`;
const DANA = { name: "Dana Whitfield", email: `dana.whitfield@${domain}` };
const program = promisify(execFile);

export async function run({ server, visit, step, picture }) {
  const codes = await step("an administrator", async () => administrator(await visit(), server, FIXTURE_MEMORIAL, DANA));
  const dana = await visit("noScript");
  await signInByCode(dana, DANA.email, codes[0], `/hospital/${ccn}/care`);
  const look = async (what) => {
    await axe(dana);
    quiet(dana);
    await picture(dana, what);
  };

  await step("the scenarios are there to choose from", async () => {
    await follow(dana, "practise it and print a downtime pack");
    await heading(dana, "Practise going dark");
    await says(dana, "Our systems are locked and the network is off", "A neighbour is dark and its patients come to us");
    await hides(dana, "Save the pack as PDF");
    await look("1-scenarios");
  });

  await step("one is chosen, and its pack says whom to call and what to do", async () => {
    await fillIn(dana, { scenario: "network-encrypted", days: "7" });
    status(await press(dana, "Show the pack"), 200);
    await says(dana, "Whom to call for patients", "(555) 555-", "The first hour", "The call tree", "For the leader of the exercise only", "Medication record", "Money runs out");
    await look("2-pack");
  });

  await step("the pack is a PDF with forms, one a page", async () => {
    const link = dana.locator('main a[href*="/care/drill.pdf"]');
    const answer = await dana.context().request.get(new URL(await link.getAttribute("href"), dana.url()).href);
    if (answer.status() !== 200) throw new Error(`${answer.url()} answered ${answer.status()}`);
    const named = answer.headers()["content-disposition"] ?? "";
    if (!named.includes(`${ccn}-drill-network-encrypted-`)) throw new Error(`it is called ${named}`);
    const bytes = await answer.body();
    if (bytes.subarray(0, 5).toString() !== "%PDF-") throw new Error("it is no PDF");
    const path = join(tmpdir(), `holdfast-drill-${process.pid}`);
    await writeFile(path, bytes);
    const read = await program("pdftotext", ["-layout", path, "-"]).catch((error) => {
      if (error.code === "ENOENT") return null;
      throw error;
    });
    // Without that program the rest is held by the tests of the report itself.
    if (read) {
      for (const words of ["Downtime pack", "The call tree", "Bed board", "section 1135", "Page 1 of"]) {
        if (!read.stdout.includes(words)) throw new Error(`\`${words}\` is not in:\n${read.stdout.slice(0, 2000)}`);
      }
    }
  });

  await step("a neighbour that is none is named at its field", async () => {
    await fillIn(dana, { scenario: "neighbour-dark", neighbour: "990000" });
    status(await press(dana, "Show the pack"), 400);
    await says(dana, "There is a problem");
    await look("3-wrong");
    await fillIn(dana, { neighbour: "" });
    status(await press(dana, "Show the pack"), 200);
    await says(dana, "come");
    await look("4-neighbour");
  });

  await step("light, narrow and by keyboard", async () => {
    await light(dana, `${DRILL}?scenario=network-encrypted`);
    await keyboardOnly(dana);
    const phone = await visit("narrow");
    await signInByCode(phone, DANA.email, codes[1], `${DRILL}?scenario=network-encrypted`);
    await fits(phone);
    await axe(phone);
    await picture(phone, "5-narrow");
  });
}
