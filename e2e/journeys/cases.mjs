// The result of a hunt becomes cases: machines of care are named, a case is looked at, worked on, printed for the insurer and for
// counsel, saved as STIX, and closed; what is found later opens a new one. Everything after the passkey runs without scripts.

import { axe, fits, keyboardOnly, light, quiet } from "../harness/checks.mjs";
import { fillIn, follow, heading, hides, press, says, status } from "../harness/form.mjs";
import { FIXTURE_MEMORIAL } from "../harness/franklin.mjs";
import { coverage, finding, hunt, minutesAgo, sendHunt } from "../harness/hunt.mjs";
import { administrator, signInByCode } from "../harness/people.mjs";

export const name = "a hunt's result becomes cases, those of care first, and one is worked on until it is closed, without scripts";
export const franklin = true;

const { ccn, domain } = FIXTURE_MEMORIAL;
const HOME = `/hospital/${ccn}`;
const DANA = { name: "Dana Whitfield", email: `dana.whitfield@${domain}` };
const RESULT = hunt([
  finding({ rule: "Shadow copies deleted with vssadmin", host: "NURSE-01", severity: "critical", at: minutesAgo(25), fields: { User: "FIXTURE\\lee.day", CommandLine: "vssadmin delete shadows /all /quiet" } }),
  finding({ rule: "Event log cleared", host: "NURSE-01", severity: "high", at: minutesAgo(20), tactics: ["defense-evasion"], techniques: ["T1070.001"] }),
  finding({ rule: "Odd service installed", host: "LAB-01", severity: "medium", at: minutesAgo(600), tactics: ["persistence"], techniques: ["T1543.003"] }),
  finding({ rule: "New local user", host: "PC-9", severity: "low", at: minutesAgo(900), tactics: ["persistence"], techniques: [] }),
  coverage("NURSE-01"),
  coverage("LAB-01"),
]);

export async function run({ server, visit, step, picture }) {
  const codes = await step("an administrator", async () => administrator(await visit(), server, FIXTURE_MEMORIAL, DANA));
  const dana = await visit("noScript");
  await signInByCode(dana, DANA.email, codes[0], `${HOME}/security-cases`);
  const look = async (what) => {
    await axe(dana);
    quiet(dana);
    await picture(dana, what);
  };

  await step("machines of care are named", async () => {
    await heading(dana, "Security cases");
    await says(dana, "No case is open", "none named yet");
    await look("1-nothing");
    await follow(dana, "Machines that care depends on");
    await fillIn(dana, { names: "LAB-*" });
    status(await press(dana, "Keep them"), 422);
    await says(dana, "Write one computer name a line", "Choose what runs on it");
    await look("2-machines-wrong");
    await fillIn(dana, { names: "lab-01.fixture.example", system: "lab" });
    await press(dana, "Keep them");
    await says(dana, "lab-01", "Laboratory system");
    await fillIn(dana, { names: "CALL-SRV", system: "other", carries: "nurse call" });
    await press(dana, "Keep them");
    await look("3-machines");
  });

  await step("a result comes in, and what is none is refused", async () => {
    status(await sendHunt(dana, ccn, "hello"), 422);
    await says(dana, "no result of a hunt");
    await look("4-send-wrong");
    status(await sendHunt(dana, ccn, RESULT), 200);
    await says(dana, "4 new findings came in.", "Case 1 was opened", "Case 2 was opened", "kept as evidence");
    await look("5-taken");
    status(await sendHunt(dana, ccn, RESULT), 200);
    await says(dana, "Nothing was changed.");
    await follow(dana, "See all cases");
    const text = await dana.locator("main").innerText();
    if (text.indexOf("on LAB-01") > text.indexOf("on NURSE-01")) throw new Error("the laboratory does not stand first");
    await says(dana, "Care depends on LAB-01 (Laboratory system)", "Nobody has looked at it yet", "New local user");
    await look("6-cases");
    await dana.goto(HOME);
    await says(dana, "Look at case 1");
    await look("7-week");
  });

  await step("a case is worked on", async () => {
    await dana.goto(`${HOME}/security-cases/2`);
    await says(dana, "Signs that files are being locked or destroyed on NURSE-01", "lee.day", "Rule by Ann Author", "May be needed: ask counsel");
    await look("8-case");
    await press(dana, "I am looking at it");
    await says(dana, "First looked at by Dana Whitfield");
    await press(dana, /^Done.*Unplug/);
    await press(dana, /^They are told.*Your cyber insurer/);
    await says(dana, "Told: Your cyber insurer.");
    await fillIn(dana, { "note-text": "Called the nurse station.\nThey use paper now." });
    await press(dana, "Add the note");
    await says(dana, "They use paper now.");
    await look("9-worked-on");
  });

  await step("on paper and as a file", async () => {
    await follow(dana, "A paper for the insurer");
    await hides(dana, "They use paper now.");
    await says(dana, "For the insurer", "What is not known");
    await look("10-insurer");
    await dana.goto(`${HOME}/security-cases/2/paper?for=counsel`);
    await fillIn(dana, { privilege: true });
    await press(dana, "Show");
    await says(dana, "Prepared at the request of counsel", "They use paper now.");
    await look("11-counsel");
    await dana.emulateMedia({ media: "print" });
    await picture(dana, "12-on-paper");
    await dana.emulateMedia({ media: "screen" });
    const file = await dana.request.get(`${HOME}/security-cases/2/stix.json`);
    const bundle = JSON.parse(await file.text());
    if (bundle.type !== "bundle" || !bundle.objects.some((o) => o.type === "indicator" && o.pattern.includes("Ann Author"))) throw new Error("the file is no bundle with the rule's author");
  });

  await step("it is closed, and what comes later opens a new one", async () => {
    await dana.goto(`${HOME}/security-cases/2`);
    status(await press(dana, "Close the case"), 422);
    await says(dana, "Choose why it is closed");
    await look("13-close-wrong");
    await fillIn(dana, { "close-reason": "test", "close-words": "The drill of this month." });
    await press(dana, "Close the case");
    await says(dana, "The case is closed.", "it was a test or a drill");
    await look("14-closed");
    await sendHunt(dana, ccn, hunt([finding({ rule: "Event log cleared", host: "NURSE-01", severity: "high", at: minutesAgo(2) })]));
    await dana.goto(`${HOME}/security-cases/3`);
    await says(dana, "It follows on case 2, which is closed.");
    await dana.goto(`${HOME}/measures/detect-alarm-tested`);
    await says(dana, "holdfast hunt", "Alarm to a person");
    quiet(dana);
  });

  await step("on a phone, by keyboard, light", async () => {
    const phone = await visit("narrow");
    await signInByCode(phone, DANA.email, codes[1], `${HOME}/security-cases/3`);
    await fits(phone);
    await picture(phone, "15-case-on-a-phone");
    await keyboardOnly(phone);
    for (const path of ["/security-cases", "/care-machines", "/security-cases/new"]) {
      await phone.goto(`${HOME}${path}`);
      await fits(phone);
    }
    await light(phone, `${HOME}/security-cases/3`);
    quiet(phone);
  });
}
