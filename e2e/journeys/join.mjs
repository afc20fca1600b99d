// Whoever registered a hospital names its administrator, who takes that on knowingly and lets a colleague join.

import { axe, keyboardOnly, quiet } from "../harness/checks.mjs";
import { fillIn, heading, press, says, status } from "../harness/form.mjs";
import { FIXTURE_MEMORIAL } from "../harness/franklin.mjs";
import { linkIn, mailTo } from "../harness/outbox.mjs";
import { becomeAdministrator, makePasskey, registerAndSignIn, registrantOf } from "../harness/people.mjs";
import { confirmMailbox, pathOf } from "../harness/registration.mjs";

export const name = "someone named by a colleague becomes administrator on purpose, and lets another join";
export const franklin = true;

const { ccn, domain } = FIXTURE_MEMORIAL;
const REMY = registrantOf(FIXTURE_MEMORIAL);
const DANA = { name: "Dana Whitfield", email: `dana.whitfield@${domain}` };
const SAM = { name: "Sam Okafor", role: "other_staff", email: `sam.okafor@${domain}`, phone: "(555) 555-0171" };

export async function run({ server, visit, step, picture }) {
  const [remy, dana] = [await visit(), await visit()];
  const look = async (page, what) => {
    await axe(page);
    quiet(page);
    await picture(page, what);
  };

  await step("sign-in set up by the mailed link, with a passkey", async () => {
    await registerAndSignIn(remy, server, FIXTURE_MEMORIAL, REMY);
    await heading(remy, "This week at Fixture Memorial Hospital");
    await look(remy, "1-this-week");
    status(await remy.goto(`/hospital/${ccn}/people`), 403);
    await heading(remy, "You cannot open this page");
    await axe(remy);
  });

  await step("nobody is administrator until someone says yes", async () => {
    await remy.goto(`/hospital/${ccn}/tasks`);
    await look(remy, "2-first-tasks");
    await remy.goto(`/hospital/${ccn}/first-administrator`);
    status(await press(remy, "Send the letter"), 422);
    await axe(remy);
    await look(remy, "3-name-administrator");
    await fillIn(remy, { who: "other", email: DANA.email });
    await press(remy, "Send the letter");
    await look(remy, "4-letter-sent");
    await dana.goto(pathOf(linkIn(await mailTo(server.outbox, DANA.email, "administrator"), "/administrator/")));
    await look(dana, "5-say-yes");
    status(await press(dana, "Become administrator"), 422);
    await becomeAdministrator(dana, server, DANA);
    await dana.goto(`/hospital/${ccn}/people`);
    await says(dana, "One administrator is not enough");
    await look(dana, "6-people");
  });

  const sam = await visit();
  await step("a colleague asks", async () => {
    await sam.goto(`/register/join?ccn=${ccn}`);
    status(await press(sam, "Ask to join"), 422);
    await look(sam, "7-ask-wrong");
    await fillIn(sam, SAM);
    await press(sam, "Ask to join");
    await heading(sam, "Look in your mail");
    await look(sam, "8-asked");
    await confirmMailbox(sam, server, SAM.email, "Confirm that you want to join");
    await look(sam, "9-ask-confirmed");
  });

  await step("the administrator lets them in", async () => {
    await mailTo(server.outbox, DANA.email, "Someone asks to join");
    await dana.goto(`/hospital/${ccn}/people`);
    await says(dana, "Asking to join", SAM.name, SAM.email);
    await keyboardOnly(dana);
    await look(dana, "10-asking");
    await dana.locator("select[id^=join-role-]").selectOption("staff");
    await press(dana, /^Let them join/);
    await says(dana, SAM.name);
    await look(dana, "11-let-in");
  });

  await step("the colleague sets up a sign-in by mail", async () => {
    const link = linkIn(await mailTo(server.outbox, SAM.email, "You may join"), "/set-up-sign-in/");
    await sam.goto(pathOf(link));
    await heading(sam, "Set up your sign-in");
    await look(sam, "12-set-up");
    await press(sam, "Start");
    await makePasskey(sam);
    status(await sam.goto(`/hospital/${ccn}/offers`), 403);
    const late = await visit();
    status(await late.goto(pathOf(link)), 410);
    await axe(late);
  });

  await step("a lost device: the administrator ends their sessions", async () => {
    await dana.goto(`/hospital/${ccn}/people`);
    await dana.getByText("Sam Okafor is locked out").click();
    await press(dana, /^Sign them out everywhere/);
    await sam.goto("/account");
    if (!sam.url().includes("/sign-in")) throw new Error("the lost device is still signed in");
  });
}
