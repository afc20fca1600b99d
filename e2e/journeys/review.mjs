// A reviewer, invited by the operator, settles what a machine cannot: where a registration comes from, and an offer that
// hangs on a judgement. The hospital reads the reviewer's own words.

import { axe, keyboardOnly, quiet } from "../harness/checks.mjs";
import { fillIn, follow, heading, hides, press, says, status } from "../harness/form.mjs";
import { BEACON_RIDGE, COPPER_HOLLOW } from "../harness/franklin.mjs";
import { linkIn, mailTo } from "../harness/outbox.mjs";
import { acceptInvitation, becomeOperator, inviteToProgram, registerAndSignIn } from "../harness/people.mjs";
import { confirmMailbox, fill, pathOf, send } from "../harness/registration.mjs";
import { proveIndependence } from "../harness/review.mjs";

export const name = "a reviewer settles a registration and an offer, with reasons the hospital reads";
export const franklin = true;

const ANN = { name: "Ann Lee", email: "ann@office.example" };
const RAE = { name: "Rae Vance", email: "rae@office.example" };
const COLE = { name: "Cole Marsh", email: "cole.marsh@gmail.com" };
const BEA = { name: "Bea Winters", email: `bea.winters@${BEACON_RIDGE.domain}` };

export async function run({ server, visit, step, picture }) {
  const [ann, rae, bea] = [await visit(), await visit(), await visit()];
  const cole = await visit("noScript");
  const look = async (page, what) => {
    await axe(page);
    quiet(page);
    await picture(page, what);
  };

  await step("the operator invites a reviewer", async () => {
    await becomeOperator(ann, server, ANN);
    await inviteToProgram(ann, RAE.email, "reviewer");
    await acceptInvitation(rae, server, RAE);
    await rae.goto("/office/queue");
    await says(rae, "The queue is empty");
    await look(rae, "1-empty-queue");
    status(await rae.goto("/office/run"), 403);
  });

  await step("two hospitals: one whose mail proves nothing, one owned by a district", async () => {
    await fill(cole, COPPER_HOLLOW, COLE, { domain: "copperhollow.example" });
    await send(cole);
    await says(cole, "Anyone can have an address at your mail provider", COPPER_HOLLOW.phone);
    await confirmMailbox(cole, server, COLE.email);
    await says(cole, "A reviewer calls the hospital", COPPER_HOLLOW.phone);
    await look(cole, "2-a-reviewer-calls");
    await registerAndSignIn(bea, server, BEACON_RIDGE, BEA);
    await bea.goto(`/hospital/${BEACON_RIDGE.ccn}/offers/nonprofit-pricing`);
    await says(bea, "A reviewer looks", "A state, county, city or hospital district owns the hospital");
    await press(bea, "Ask a reviewer");
    await look(bea, "3-asked-a-reviewer");
  });

  await step("the queue", async () => {
    await rae.goto("/office/queue");
    await says(rae, "Copper Hollow Hospital", "Beacon Ridge County Hospital", "2 cases wait");
    await keyboardOnly(rae);
    await look(rae, "4-queue");
    await rae.locator('select[name="kind"]').selectOption({ index: 1 });
    await press(rae, "Show");
    await axe(rae);
    await rae.goto("/office/queue?state=MT");
    await says(rae, "No case fits");
    await rae.goto("/office/queue");
  });

  await step("belonging: ask back, hear the answer, call, approve", async () => {
    await follow(rae, "Copper Hollow Hospital");
    await says(rae, "Does this registration come from the hospital?", COPPER_HOLLOW.phone, "Call no other number");
    await hides(rae, "555-0170");
    await look(rae, "5-belonging");
    status(await press(rae, "Send the decision"), 422);
    await says(rae, "There is a problem");
    await axe(rae);
    await fillIn(rae, { act: "ask_back", reason: "Which department are you in?" });
    await press(rae, "Send the decision");
    await says(rae, "Waiting for an answer");
    await look(rae, "6-asked-back");
    const mail = await mailTo(server.outbox, COLE.email, "A question about your registration");
    if (!mail.text.includes("Which department are you in?")) throw new Error("the question is not in the mail");
    await cole.goto(pathOf(linkIn(mail, "/resume/")));
    await press(cole, "Go on");
    await says(cole, "A reviewer asks", "Which department are you in?");
    await look(cole, "7-question-read");
    await cole.goto("/register/check");
    status(await press(cole, "Send the registration"), 422);
    await axe(cole);
    await fillIn(cole, { reply: "Radiology. Ask the switchboard for me." });
    await press(cole, "Send the registration");
    await rae.reload();
    await says(rae, "Radiology. Ask the switchboard for me.");
    await fillIn(rae, { act: "approve", reason: "The switchboard put me through to Cole.", confirmed: true });
    await press(rae, "Send the decision");
    await says(rae, "The case is settled");
    await look(rae, "8-approved");
    await mailTo(server.outbox, COLE.email, "Your registration is confirmed");
    await cole.goto("/register/done");
    await says(cole, "Registration confirmed");
  });

  await step("an offer: approved with a reason, and the hospital reads it and may accept", async () => {
    await rae.goto("/office/queue");
    await hides(rae, "Copper Hollow Hospital");
    await follow(rae, "Beacon Ridge County Hospital");
    await says(rae, "Nonprofit price on security products");
    await look(rae, "9-offer-case");
    await fillIn(rae, { act: "approve", reason: "The hospital’s foundation has a tax letter of its own, and that counts." });
    await press(rae, "Send the decision");
    await says(rae, "The case is settled");
    const mail = await mailTo(server.outbox, BEA.email, "A reviewer settled one condition");
    if (!mail.text.includes("a tax letter of its own")) throw new Error(`the hospital's mail says:\n${mail.text}`);
    // One condition is settled, and the next is for a reviewer too.
    await proveIndependence(bea, rae, BEACON_RIDGE, "nonprofit-pricing");
    await bea.goto(`/hospital/${BEACON_RIDGE.ccn}/offers/nonprofit-pricing`);
    await says(bea, "You may have it", "a tax letter of its own");
    await look(bea, "10-reason-read");
    await rae.goto("/office/queue?show=settled");
    await says(rae, "Copper Hollow Hospital", "Beacon Ridge County Hospital", "Approved");
    await look(rae, "11-settled");
  });
}
