// Anybody opens the front page: it loads for every kind of visitor, light and accessible.

import { axe, fits, keyboardOnly, light, quiet } from "../harness/checks.mjs";
import { KINDS } from "../harness/browser.mjs";

export const name = "the front page, for every kind of visitor";

export async function run({ visit, step, picture }) {
  for (const kind of Object.keys(KINDS)) {
    await step(kind, async () => {
      const page = await visit(kind);
      const answer = await page.goto("/");
      if (answer.status() !== 200) throw new Error(`/ answered ${answer.status()}`);
      if ((await page.getByRole("heading", { level: 1 }).count()) !== 1) throw new Error("/ has not exactly one main heading");
      await picture(page, kind);
      if (kind !== "paper") await axe(page);
      if (kind === "narrow") await fits(page);
      quiet(page);
    });
  }
  await step("keyboard", async () => {
    const page = await visit();
    await page.goto("/");
    await keyboardOnly(page);
  });
  await step("weight", async () => light(await visit(), "/"));
}
