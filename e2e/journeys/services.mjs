// What a hospital says of its services: typed without scripts, kept, seen on the downtime clock; mistakes and a second person cost nothing.

import { axe, fits, keyboardOnly, light, quiet } from "../harness/checks.mjs";
import { fillIn, follow, heading, hides, press, says, status } from "../harness/form.mjs";
import { FIXTURE_MEMORIAL } from "../harness/franklin.mjs";
import { administrator, signInByCode } from "../harness/people.mjs";

export const name = "a hospital says what its services lean on and sees how long each lasts, without scripts";
export const franklin = true;

const { ccn, domain } = FIXTURE_MEMORIAL;
const CARE = `/hospital/${ccn}/care`;
const DANA = { name: "Dana Whitfield", email: `dana.whitfield@${domain}` };

export async function run({ server, visit, step, picture }) {
  const codes = await step("an administrator", async () => administrator(await visit(), server, FIXTURE_MEMORIAL, DANA));
  const dana = await visit("noScript");
  await signInByCode(dana, DANA.email, codes[0], CARE);
  const look = async (what) => {
    await axe(dana);
    quiet(dana);
    await picture(dana, what);
  };
  const unfold = (id) => dana.locator(`#${id} > summary`).click();

  await step("the clock before anything is said", async () => {
    await heading(dana, "If we go dark");
    await says(dana, "With everything digital down, care is hurt first in", "You said nothing of your services yet", "Money runs out");
    await look("1-clock");
  });

  await step("mistakes are listed and nothing typed is lost", async () => {
    await follow(dana, "Say what is different here");
    await heading(dana, "Your services");
    await look("2-services");
    await unfold("ehr-host");
    await unfold("emergency");
    await fillIn(dana, { "from_ehr-host_1": "Fixture Records", hours_emergency_phones_low: "soon" });
    await look("3-unfolded");
    status(await press(dana, "Save"), 422);
    await says(dana, "Emergency care without Telephones: Write whole hours in digits, such as 4.");
    await look("4-wrong");
    const held = await dana.inputValue("[name=hours_emergency_phones_low]");
    if (held !== "soon") throw new Error(`what was typed is lost: ${held}`);
  });

  await step("it is kept, and the clock goes by it", async () => {
    await fillIn(dana, { hours_emergency_phones_low: "6", hours_emergency_phones_likely: "8", hours_emergency_phones_high: "12" });
    status(await press(dana, "Save"), 200);
    await says(dana, "Kept.", "Fixture Records", "1 with own hours", "Last said by Dana Whitfield");
    await look("5-kept");
    await follow(dana, "See how long each service lasts now");
    await fillIn(dana, { without: "vendor:Fixture Records" });
    await press(dana, "Show", dana.locator("form[action$='#clock']"));
    await says(dana, "If Fixture Records is down, care is hurt first in");
    await hides(dana, "You said nothing");
    await look("6-vendor");
    await fillIn(dana, { without: "phones" });
    await press(dana, "Show", dana.locator("form[action$='#clock']"));
    await says(dana, "Without telephones", "your own word");
  });

  await step("a page to hand out, for the board and for the county, is of what the page shows", async () => {
    for (const reader of ["board", "county"]) {
      const link = dana.locator(`main a[href*="/care/${reader}.pdf"]`);
      const to = await link.getAttribute("href");
      if (!to.includes("without=phones")) throw new Error(`${to} asks for something else`);
      const answer = await dana.context().request.get(new URL(to, dana.url()).href);
      if (answer.status() !== 200) throw new Error(`${to} answered ${answer.status()}`);
      const name = answer.headers()["content-disposition"] ?? "";
      if (!name.includes(`${ccn}-dark-${reader}-`)) throw new Error(`${to} is called ${name}`);
      if ((await answer.body()).subarray(0, 5).toString() !== "%PDF-") throw new Error(`${to} is no PDF`);
    }
  });

  await step("of two who save at once the second loses nothing", async () => {
    await dana.goto(`${CARE}/services`);
    const other = await dana.context().newPage();
    await other.goto(`${CARE}/services`);
    await other.locator("#phones > summary").click();
    await fillIn(other, { from_phones_1: "Bell" });
    status(await press(other, "Save"), 200);
    await other.close();
    await unfold("phones");
    await fillIn(dana, { from_phones_1: "Ring" });
    status(await press(dana, "Save"), 409);
    await says(dana, "Someone else saved this first", "they say Bell");
    await look("7-both");
    status(await press(dana, "Save"), 200);
    await says(dana, "Ring");
  });

  await step("light, narrow and by keyboard", async () => {
    await light(dana, `${CARE}/services`);
    await keyboardOnly(dana);
    await light(dana, CARE);
    const phone = await visit("narrow");
    await signInByCode(phone, DANA.email, codes[1], `${CARE}/services`);
    await fits(phone);
    await axe(phone);
    await picture(phone, "8-narrow-services");
    await phone.goto(CARE);
    await fits(phone);
    await picture(phone, "9-narrow-clock");
  });
}
