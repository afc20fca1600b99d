// Help: phone first, then the form that asks first whether patients are affected. The support desk answers, with the
// hospital beside the request, and nothing is ever reset from it.

import { axe, keyboardOnly, quiet } from "../harness/checks.mjs";
import { fillIn, follow, heading, hides, press, says, status } from "../harness/form.mjs";
import { COPPER_HOLLOW } from "../harness/franklin.mjs";
import { linkIn, mailTo } from "../harness/outbox.mjs";
import { acceptInvitation, becomeOperator, inviteToProgram } from "../harness/people.mjs";
import { pathOf } from "../harness/registration.mjs";

export const name = "help when care is affected: asked without scripts, answered at the desk, read by its link";
export const franklin = true;

const NURSE = { name: "Nell Park", email: "nell.park@copperhollow.example" };

export async function run({ server, visit, step, picture }) {
  const [ann, rae] = [await visit(), await visit()];
  const nurse = await visit("noScript");
  const look = async (page, what) => {
    await axe(page);
    quiet(page);
    await picture(page, what);
  };

  await step("somebody is at the desk", async () => {
    await becomeOperator(ann, server, { name: "Ann Lee", email: "ann@office.example" });
    await inviteToProgram(ann, "rae@office.example", "reviewer");
    await acceptInvitation(rae, server, { name: "Rae Vance", email: "rae@office.example" });
    await rae.goto("/office/support");
    await says(rae, "Nobody is waiting");
    await look(rae, "1-nobody-waits");
  });

  await step("the phone stands in the same place on every page, before the form", async () => {
    const places = new Set();
    for (const path of ["/", "/check?ccn=991301", "/register", "/help", "/sign-in", "/no-such-page"]) {
      await nurse.goto(path);
      const phone = nurse.locator(".helpbar a.tel");
      if ((await phone.getAttribute("href")) !== "tel:(555) 555-0100") throw new Error(`${path} has no phone to call`);
      const { x, y } = await phone.boundingBox();
      places.add(`${Math.round(x)},${Math.round(y)}`);
    }
    if (places.size !== 1) throw new Error(`the phone moves about: ${[...places].join(" ")}`);
  });

  await step("ask", async () => {
    await nurse.goto("/help");
    await heading(nurse, "Get help");
    await says(nurse, "If patients are affected now, call (555) 555-0100");
    const first = await nurse.locator("main form legend, main form label").first().innerText();
    if (first !== "Is patient care affected now?") throw new Error(`the form first asks "${first}"`);
    await look(nurse, "2-help");
    status(await press(nurse, "Send the request"), 422);
    await says(nurse, "There is a problem");
    await look(nurse, "3-help-wrong");
    await fillIn(nurse, { care: "now", subject: "Nobody can sign in to the charts", text: "Since 6 am. We use paper.", ccn: COPPER_HOLLOW.ccn, ...NURSE });
    await press(nurse, "Send the request");
    await says(nurse, "We have your request", "Patient care is affected: call us now", "Everyone at the program office was told just now");
    await look(nurse, "4-asked");
    await mailTo(server.outbox, "ann@office.example", "Patient care is affected");
  });

  await step("a second, smaller thing waits behind it", async () => {
    await nurse.goto("/help");
    await fillIn(nurse, { care: "no", subject: "A question on training", text: "When is the next class?", ...NURSE });
    await press(nurse, "Send the request");
    await hides(nurse, "call us now");
  });

  await step("the desk", async () => {
    await rae.goto("/office/support");
    const rows = await rae.locator("tbody tr").allInnerTexts();
    if (rows.length !== 2 || !rows[0].includes("Nobody can sign in to the charts")) throw new Error(`the queue is:\n${rows.join("\n")}`);
    await look(rae, "5-desk");
    await follow(rae, "Nobody can sign in to the charts");
    await says(rae, "Call back only on this number", COPPER_HOLLOW.phone, "Nothing is reset from here", "The hospital");
    await keyboardOnly(rae);
    await look(rae, "6-request");
    if ((await rae.getByRole("button", { name: /reset/i }).count()) !== 0) throw new Error("something can be reset from a request");
    status(await press(rae, "Send the answer"), 422);
    await axe(rae);
    await fillIn(rae, { text: "We are calling your main number now. Keep to paper.", closes: true });
    await press(rae, "Send the answer");
    await look(rae, "7-answered");
  });

  await step("the answer, by mail and by its link", async () => {
    const mail = await mailTo(server.outbox, NURSE.email, "An answer to your request");
    if (!mail.text.includes("Keep to paper.")) throw new Error("the answer is not in the mail");
    await nurse.goto(pathOf(linkIn(mail, "/help/r/")));
    await says(nurse, "Nobody can sign in to the charts", "Keep to paper.", "Closed");
    await look(nurse, "8-thread");
    await fillIn(nurse, { text: "It works again. Thank you." });
    await press(nurse, "Send");
    await says(nurse, "It works again. Thank you.", "Open");
    await rae.goto("/office/support");
    await follow(rae, "Nobody can sign in to the charts");
    await says(rae, "It works again. Thank you.");
    await press(rae, "Close without an answer");
    await rae.goto("/office/support?show=closed");
    await says(rae, "Nobody can sign in to the charts");
    await look(rae, "9-closed");
  });

  await step("asked while signed in, the answer stands in the portal too", async () => {
    await rae.goto("/help");
    await fillIn(rae, { care: "soon", subject: "The queue is slow", text: "Since noon." });
    await press(rae, "Send the request");
    await says(rae, "We have it", "The queue is slow");
    await look(rae, "10-own-request");
    await rae.goto("/my-help");
    await says(rae, "The queue is slow");
    await look(rae, "11-own-requests");
  });
}
