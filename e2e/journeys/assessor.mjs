// An assessor, let in by the hospital's administrator, works down the list, agrees, corrects and signs off.

import { axe, fits, keyboardOnly, quiet } from "../harness/checks.mjs";
import { answerMeasure, assessor } from "../harness/evidence.mjs";
import { fillIn, follow, heading, press, says, status } from "../harness/form.mjs";
import { FIXTURE_MEMORIAL } from "../harness/franklin.mjs";
import { administrator, signInByCode } from "../harness/people.mjs";

export const name = "an assessor agrees, corrects, signs off";
export const franklin = true;

const { ccn, domain } = FIXTURE_MEMORIAL;
const DANA = { name: "Dana Whitfield", email: `dana.whitfield@${domain}` };
const ADA = { name: "Ada Stone", email: "ada@lakeside.example" };
const LIST = `/hospital/${ccn}/assess`;
const at = (measure) => `/hospital/${ccn}/measures/${measure}`;

export async function run({ server, visit, step, picture }) {
  const [dana, first] = [await visit(), await visit()];
  await step("an administrator answers", async () => {
    await administrator(dana, server, FIXTURE_MEMORIAL, DANA);
    for (const measure of ["mfa-mail", "mfa-admins"]) await answerMeasure(dana, ccn, measure, { finding: "met" });
    status(await dana.goto(LIST), 403);
  });
  const codes = await step("an assessor is let in", () => assessor(first, server, dana, ccn, ADA));
  // On site, on a bad line: no scripts.
  const ada = await visit("noScript");
  await signInByCode(ada, ADA.email, codes[0], LIST);
  const look = async (what) => {
    await axe(ada);
    quiet(ada);
    await picture(ada, what);
  };

  await step("the list", async () => {
    await heading(ada, "Assess Fixture Memorial Hospital");
    await says(ada, "Gates not proven shut", "Said, and not proven", "0 of");
    await keyboardOnly(ada);
    await look("1-list");
    await ada.setViewportSize({ width: 390, height: 844 });
    await fits(ada);
    await picture(ada, "1-list-hand");
    await ada.setViewportSize({ width: 1280, height: 800 });
  });

  await step("she agrees", async () => {
    await ada.goto(at("mfa-mail"));
    await fillIn(ada, { "r-method": "examine", "r-verdict": "agree" });
    status(await press(ada, "Keep my look"), 422);
    await says(ada, "Write the firm you come from");
    await look("2-lacks-firm");
    await fillIn(ada, { "r-firm": "Lakeside Assurance" });
    await press(ada, "Keep my look");
    await says(ada, "Your look is kept", "Met, and proven", "Ada Stone, Lakeside Assurance");
    await look("3-agreed");
  });

  await step("she corrects", async () => {
    await ada.goto(at("mfa-admins"));
    const firm = await ada.locator("[name=r-firm]").inputValue();
    if (firm !== "Lakeside Assurance") throw new Error(`the firm is "${firm}"`);
    await fillIn(ada, {
      "r-method": "test",
      "r-verdict": "correct",
      "r-finding": "partly",
      "r-n": 3,
      "r-of": 5,
      "r-outliers": "*svc-backup\nsvc-scan",
      "r-note": "Two service accounts sign in with a password alone.",
    });
    await press(ada, "Keep my look");
    await says(ada, "Contradicted", "svc-backup", "Two service accounts sign in with a password alone.");
    await look("4-corrected");
    await follow(ada, "Assess");
    await says(ada, "2 of", "Contradicted");
    await look("5-list-after");
  });

  await step("she signs off", async () => {
    await follow(ada, "Sign off");
    await heading(ada, "Sign off");
    await says(ada, "Exposed", "with exceptions", "without exceptions", "Contradictions open");
    status(await press(ada, "Sign this posture"), 422);
    await look("6-no-statement");
    await fillIn(ada, { statement: "Seen on site and by sign-in logs. Medical devices were not looked at." });
    await press(ada, "Sign this posture");
    await says(ada, "Signed by Ada Stone, Lakeside Assurance", "nothing changed since", "Medical devices were not looked at.");
    await look("7-signed");
  });

  await step("something changes", async () => {
    await answerMeasure(dana, ccn, "vendor-list", { finding: "met" });
    await dana.goto(`/hospital/${ccn}/evidence`);
    await says(dana, "Signed by Ada Stone, Lakeside Assurance", "1 measure changed since");
    await ada.reload();
    await says(ada, "1 measure changed since");
  });
}
