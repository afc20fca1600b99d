// The office asks what happens when hospitals go down together, on the nation's files: the worst few of a state, a county, a system, a list.

import { axe, fits, keyboardOnly, light, quiet } from "../harness/checks.mjs";
import { fillIn, follow, heading, press, says, status } from "../harness/form.mjs";
import { becomeOperator, signInByCode } from "../harness/people.mjs";

export const name = "the office asks what if hospitals go down together, without scripts";

const ANN = { name: "Ann Lee", email: "ann@office.example" };

export async function run({ server, visit, step, picture }) {
  const codes = await becomeOperator(await visit(), server, ANN);
  const ann = await visit("noScript");
  await signInByCode(ann, ANN.email, codes[0], "/office/hospitals");
  const look = async (what) => {
    await axe(ann);
    quiet(ann);
    await picture(ann, what);
  };

  await step("nothing is asked yet", async () => {
    await follow(ann, "What if");
    await heading(ann, "What if they go down");
    await says(ann, "No hospital named a vendor yet", "The worst few of a state");
    await look("1-asks");
    await keyboardOnly(ann);
  });

  await step("the worst two of a state", async () => {
    await fillIn(ann, { what: "worst", state: "WY", k: "2" });
    status(await press(ann, "Show"), 200);
    await says(ann, "If 2 hospitals of Wyoming, chosen to push the most people beyond 30 minutes, are down for 3 weeks", "Where they turn to", "None of them said anything", "Hospitals, in the order they were chosen", "People beyond 30 minutes, added to those above");
    await look("2-worst");
  });

  await step("a county, a system, and what is none", async () => {
    await fillIn(ann, { what: "county", county: "Carbon, MT" });
    status(await press(ann, "Show"), 200);
    await says(ann, "Carbon County, MT");
    await fillIn(ann, { what: "system", system: "sanford" });
    status(await press(ann, "Show"), 200);
    await says(ann, "No public file lists owners");
    await look("3-system");
    await fillIn(ann, { what: "county", county: "nowhere" });
    status(await press(ann, "Show"), 400);
    await says(ann, "No county is called `nowhere`");
    await look("4-wrong");
  });

  await step("light and narrow", async () => {
    const path = "/office/what-if?what=system&system=sanford";
    await light(ann, path);
    const phone = await visit("narrow");
    await signInByCode(phone, ANN.email, codes[1], path);
    await fits(phone);
    await axe(phone);
    await picture(phone, "5-narrow");
  });
}
