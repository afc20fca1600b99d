// Anybody checks a hospital by its number, as typed by tired people: right, wrong, nearly right, a unit's, a name with slips.
// All of it without scripts first; then the search that answers while one types.

import { axe, fits, keyboardOnly, quiet, tabTo } from "../harness/checks.mjs";
import { fillIn, follow, heading, press, says, status } from "../harness/form.mjs";

export const name = "check a hospital: found, wrong, unknown, a unit, by name, without scripts";

export async function run({ visit, step, picture }) {
  const page = await visit("noScript");
  const ask = async (ccn) => {
    await page.goto("/check");
    await fillIn(page, { ccn });
    const answer = await press(page, "Check");
    await axe(page);
    return answer;
  };

  await step("found", async () => {
    status(await ask(" 27-1304 "), 200);
    await heading(page, "Missouri River Medical Center");
    await says(page, "What the directory says", "Fort Benton, MT 59442", "Rural, by three definitions", "HRSA", "FCC", "SHIP");
    // Owned by a district: the price for nonprofits is a reviewer's to judge, and the page says which condition it hangs on.
    await says(page, "Cybersecurity assessment", "A state, county, city or hospital district owns the hospital");
    await picture(page, "1-found");
  });

  await step("an answer can be unfolded, and every card has its reasons", async () => {
    const cards = page.locator("article.offer");
    const n = await cards.count();
    if (n < 5) throw new Error(`${page.url()} shows ${n} offers`);
    for (const why of await cards.locator(".offer-why").allInnerTexts()) {
      if (why.trim().length < 10) throw new Error(`an answer has no reason but "${why}"`);
    }
    await page.locator("summary").first().click();
    if ((await page.locator("details[open]").count()) === 0) throw new Error("a folded part does not open without scripts");
  });

  await step("malformed", async () => {
    status(await ask("2713"), 400);
    await says(page, "A certification number has six characters", "`2713` has 4");
    await page.locator('[name="ccn"][aria-invalid="true"]').waitFor();
    status(await ask("27130?"), 400);
  });

  await step("unknown, with near numbers", async () => {
    status(await ask("271384"), 404);
    await says(page, "271384 is not in the public directory", "Hospitals with nearly this number", "271304");
    await picture(page, "2-unknown");
    await follow(page, "Missouri River Medical Center");
    await heading(page, "Missouri River Medical Center");
  });

  await step("a unit inside a hospital", async () => {
    status(await ask("27z304"), 200);
    await says(page, "27Z304 is a unit inside a hospital", "271304");
    await follow(page, "Missouri River Medical Center");
  });

  await step("a hospital that runs under a department", async () => {
    status(await ask("27003F"), 200);
    await says(page, "This hospital cannot register here");
    if ((await page.getByRole("link", { name: "Register this hospital" }).count()) !== 0) throw new Error("it can register all the same");
  });

  await step("a name typed as a number", async () => {
    status(await ask("sheriden memorial plentywood"), 200);
    if (!page.url().includes("/hospitals?q=")) throw new Error(`a name leads to ${page.url()}`);
    await says(page, "Plentywood, MT", "271322");
  });

  await step("search with slips", async () => {
    await page.goto("/hospitals");
    await axe(page);
    await fillIn(page, { q: "misouri rivr fort bentn" });
    await press(page, "Find");
    await says(page, "Missouri River Medical Center", "271304");
    await axe(page);
    await fillIn(page, { q: "zzyzx qqqq" });
    await press(page, "Find");
    await says(page, "No hospital found");
    await fillIn(page, { q: "sheridan mt" });
    await press(page, "Find");
    await follow(page, "Ruby Valley Medical Center");
    await heading(page, "Ruby Valley Medical Center");
    quiet(page);
  });

  await step("by keyboard alone, answered while typing", async () => {
    const typing = await visit();
    await typing.goto("/hospitals");
    await tabTo(typing, /certification number/);
    await typing.keyboard.type("fort benton", { delay: 20 });
    await typing.locator("#results").getByRole("link", { name: "Missouri River Medical Center", exact: true }).waitFor();
    // So that the answer can be passed on. The first word alone finds the hospital, too, and its answer may come first.
    await typing.waitForURL((url) => url.href.endsWith("q=fort+benton"));
    await axe(typing);
    await tabTo(typing, "Missouri River Medical Center");
    await Promise.all([typing.waitForNavigation(), typing.keyboard.press("Enter")]);
    await heading(typing, "Missouri River Medical Center");
    await keyboardOnly(typing);
    quiet(typing);
  });

  await step("on a phone", async () => {
    const phone = await visit("narrow");
    for (const path of ["/check", "/check?ccn=271304", "/check?ccn=271384", "/hospitals?q=sheridan"]) {
      await phone.goto(path);
      await fits(phone);
    }
    quiet(phone);
  });
}
