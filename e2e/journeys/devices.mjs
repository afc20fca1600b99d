// Machines come in: the real agent enrols, is let in and reports; a file is carried by hand; a list's columns are settled. The fleet is
// read, a console is marked as pinned by its vendor, and the agent says goodbye. Everything after the passkey runs without scripts.

import { axe, fits, quiet } from "../harness/checks.mjs";
import { agentOf } from "../harness/agent.mjs";
import { fileNamed } from "../harness/evidence.mjs";
import { fillIn, follow, heading, hides, press, says, status } from "../harness/form.mjs";
import { FIXTURE_MEMORIAL } from "../harness/franklin.mjs";
import { administrator, signInByCode } from "../harness/people.mjs";

export const name = "the real agent enrols and reports, a file and a list come in, and a console is marked as pinned, without scripts";
export const franklin = true;

const { ccn, domain } = FIXTURE_MEMORIAL;
const HOME = `/hospital/${ccn}/devices`;
const DANA = { name: "Dana Whitfield", email: `dana.whitfield@${domain}` };
const SECONDS_TO_REPORT = 90;

const LIST = `Device name,OS,OS version,Serial number,Last check-in
CT-CONSOLE,Windows 7 Professional,6.1.7601,CT-4711,${new Date().toISOString()}
NURSE-02,Windows 10 Pro,10.0.19045.6456,N-2,${new Date().toISOString()}
,Windows 10 Pro,10.0.19045.6456,,
`;

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
  const agent = await agentOf(server);

  await step("nothing is known, and a token is made", async () => {
    await heading(dana, "Devices");
    await says(dana, "No machine is known yet");
    await look("1-nothing");
    await follow(dana, "Add machines");
    status(await press(dana, "Make a token"), 422);
    await says(dana, "Give the token a name");
    await look("2-add-wrong");
    await fillIn(dana, { label: "Trial", most: "1", days: "1" });
    status(await press(dana, "Make a token"), 200);
    await says(dana, "The token, shown this once", "msiexec /i holdfast-agent.msi");
    await look("3-token");
  });

  await step("the agent enrols and waits until it is let in", async () => {
    const token = await dana.locator("code.token").textContent();
    await agent.enrol(token.trim());
    await dana.goto(`${HOME}?need=waiting`);
    await says(dana, "1 waits to be let in", "Let in only machines you know");
    await look("4-waiting");
    await press(dana, "Let these in");
    await says(dana, "They are let in");
  });

  await step("it reports, and its page shows every fact and what is not known", async () => {
    await agent.works(async () => {
      const late = Date.now() + SECONDS_TO_REPORT * 1000;
      for (;;) {
        await dana.goto(HOME);
        await dana.locator("ul.pieces h3 a[href*='/devices/']").last().click();
        const body = await dana.locator("main").textContent();
        if (body.includes("Last heard")) break;
        if (Date.now() > late) throw new Error("the agent did not report in time");
        await dana.waitForTimeout(1_000);
      }
    });
    await says(dana, "What is known", "Linux", "Processor", "What is not known, and why", "the agent");
    await look("5-one-machine");
  });

  await step("a file carried by hand is the same machine", async () => {
    await dana.goto(`${HOME}/add`);
    await dana.locator("[name=file]").setInputFiles(await agent.file());
    status(await press(dana, "Send it in"), 200);
    await says(dana, "0 machines are new; of 1 more is known now");
    await follow(dana, "See the machine");
    await says(dana, "A file from the agent", "The agent");
  });

  await step("a list comes in, its columns settled", async () => {
    await dana.goto(`${HOME}/add`);
    await dana.locator("[name=file]").setInputFiles(await fileNamed("intune.csv", LIST));
    await press(dana, "Send it in");
    await heading(dana, "Which column holds what?");
    await look("6-columns");
    status(await press(dana, "Take the list in"), 200);
    await says(dana, "2 machines are new", "row 4");
    await look("7-brought");
  });

  await step("the fleet says what to do, and a console is marked", async () => {
    await dana.goto(HOME);
    await says(dana, "Do they get their updates?", "What to do", "frozen since November 2025", "What ends when");
    await look("8-fleet");
    await follow(dana, "CT-CONSOLE");
    await says(dana, "gets no security updates");
    await dana.locator("#kind").check();
    await fillIn(dana, { what: "CT console", vendor: "Fixture Imaging", call: "555-0100" });
    await press(dana, "Keep this");
    await says(dana, "Instead of updating it", "Fixture Imaging", "ask the vendor for the list");
    await hides(dana, "non-compliant");
    await look("9-pinned");
    await dana.goto(HOME);
    await says(dana, "Isolate 1");
  });

  await step("the agent says goodbye", async () => {
    await agent.goodbye();
    await dana.goto(`${HOME}?need=stopped`);
    await says(dana, "Its agent is out");
    await look("10-goodbye");
  });
}
