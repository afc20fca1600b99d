// Two people hold one registration and answer the same question: the second sees both answers and chooses; nothing is lost.

import { axe, quiet } from "../harness/checks.mjs";
import { fillIn, heading, press, says, status } from "../harness/form.mjs";
import { LITTLE_FORK } from "../harness/franklin.mjs";
import { linkIn, mailTo } from "../harness/outbox.mjs";
import { answer, begin, pathOf } from "../harness/registration.mjs";

export const name = "two people answer the same question";
export const franklin = true;

const MAIL = "front.desk@littlefork.example";

export async function run({ server, visit, step, picture }) {
  const ann = await visit("noScript");
  const bob = await visit("noScript");

  await step("both hold it", async () => {
    await begin(ann, LITTLE_FORK);
    await ann.goto("/register/save");
    await fillIn(ann, { email: MAIL });
    await press(ann, "Mail me the link");
    await bob.goto(pathOf(linkIn(await mailTo(server.outbox, MAIL, "Your way back"), "/resume/")));
    await press(bob, "Go on");
    await heading(bob, "Register Little Fork Emergency Hospital");
  });

  await step("different questions do not meet", async () => {
    await bob.goto("/register/beds");
    await answer(ann, "independence", { independence: "independent" });
    await fillIn(bob, { licensed_beds: 18 });
    await press(bob, "Save and go on");
    await bob.goto("/register/tasks");
    await says(bob, "2 of 9 answered");
  });

  await step("the same question does", async () => {
    await bob.goto("/register/users");
    await answer(ann, "users", { staffed_users: 60 });
    await fillIn(bob, { staffed_users: 75 });
    status(await press(bob, "Save and go on"), 409);
    await heading(bob, "Someone else answered this too");
    await says(bob, "60", "75", "Nothing of yours has been saved yet");
    await axe(bob);
    await picture(bob, "1-both");
  });

  await step("the second chooses", async () => {
    await bob.locator('input[value="mine"]').check();
    await press(bob, "Keep what I chose");
    await bob.goto("/register/users");
    if ((await bob.locator('[name="staffed_users"]').inputValue()) !== "75") throw new Error("the chosen answer was not kept");
  });

  await step("and may leave the other's answer", async () => {
    await bob.goto("/register/users");
    await answer(ann, "users", { staffed_users: 61 });
    await fillIn(bob, { staffed_users: 80 });
    await press(bob, "Save and go on");
    await bob.locator('input[value="theirs"]').check();
    await press(bob, "Keep what I chose");
    await bob.goto("/register/users");
    if ((await bob.locator('[name="staffed_users"]').inputValue()) !== "61") throw new Error("the other's answer was not left");
    quiet(bob);
  });
}
