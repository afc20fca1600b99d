// The operator gets in by the one-time link, makes a passkey, prints codes, and comes back: by passkey, and without scripts by code.

import { axe, fits, quiet } from "../harness/checks.mjs";
import { giveAuthenticator } from "../harness/passkey.mjs";

export const name = "sign in: operator link, passkey, recovery codes, without scripts";

const EMAIL = "ann@office.example";

export async function run({ server, visit, step, picture }) {
  const page = await visit();
  const authenticator = await giveAuthenticator(page);
  const look = async (what) => {
    await axe(page);
    quiet(page);
    await picture(page, what);
  };
  let codes = [];

  await step("operator link", async () => {
    await page.goto(new URL(server.operatorLink).pathname);
    await look("1-operator");
    await page.getByRole("button", { name: "Go on" }).click();
    await page.getByRole("alert").waitFor();
    await look("2-operator-wrong");
    await page.getByLabel("Your full name").fill("Ann Lee");
    await page.getByLabel("Your work e-mail").fill(EMAIL);
    await page.getByRole("button", { name: "Go on" }).click();
  });

  await step("passkey", async () => {
    await page.getByRole("heading", { level: 1, name: "Make a passkey" }).waitFor();
    await look("3-set-up");
    await page.getByRole("button", { name: "Make a passkey" }).click();
    await page.getByRole("heading", { level: 1, name: "Print your recovery codes" }).waitFor();
    if ((await authenticator.keys()).length !== 1) throw new Error("the authenticator holds no passkey");
    await look("4-before-codes");
  });

  await step("codes", async () => {
    await page.getByRole("button", { name: "Show my recovery codes" }).click();
    codes = await page.locator("#codes li").allTextContents();
    if (codes.length !== 10) throw new Error(`${codes.length} codes are shown`);
    await look("5-codes");
    await page.emulateMedia({ media: "print" });
    await picture(page, "5-codes-on-paper");
    await page.emulateMedia({ media: null });
  });

  await step("account", async () => {
    await page.goto("/account");
    await look("6-account");
    await page.goto("/office/people");
    await look("7-program-people");
    await page.getByRole("button", { name: /^Sign out/ }).first().click();
    await page.getByText("You have signed out").waitFor();
  });

  await step("back by passkey", async () => {
    await page.goto("/account");
    await look("8-sign-in");
    await page.getByRole("button", { name: "Sign in with a passkey" }).click();
    await page.getByRole("heading", { level: 1, name: "Your account" }).waitFor();
  });

  await step("a check that fails is told in words", async () => {
    const other = await visit();
    const stranger = await giveAuthenticator(other);
    await stranger.verifies(false);
    await other.goto("/sign-in");
    await other.getByRole("button", { name: "Sign in with a passkey" }).click();
    await other.getByText("Press the button to try again").waitFor({ timeout: 90_000 });
    await stranger.takeAway();
  });

  await step("by code, without scripts", async () => {
    const plain = await visit("noScript");
    await plain.goto("/sign-in?next=/account");
    await picture(plain, "9-sign-in-without-scripts");
    await plain.getByText("runs no scripts").waitFor();
    await plain.getByLabel("Your e-mail").fill(EMAIL);
    await plain.getByRole("textbox", { name: "Recovery code" }).fill("7K3M");
    await plain.getByRole("button", { name: "Sign in with the code" }).click();
    await plain.getByRole("alert").waitFor();
    await axe(plain);
    await plain.getByRole("textbox", { name: "Recovery code" }).fill(codes[3].toLowerCase());
    await plain.getByRole("button", { name: "Sign in with the code" }).click();
    await plain.getByText("You have 9 unused codes").waitFor();
    await axe(plain);
  });

  for (const kind of ["narrow", "dark"]) {
    await step(kind, async () => {
      const small = await visit(kind);
      await small.goto("/sign-in?next=/account");
      await axe(small);
      if (kind === "narrow") await fits(small);
      await picture(small, `sign-in-${kind}`);
      await small.getByLabel("Your e-mail").fill(EMAIL);
      await small.getByRole("textbox", { name: "Recovery code" }).fill(codes[kind === "narrow" ? 4 : 5]);
      await small.getByRole("button", { name: "Sign in with the code" }).click();
      await small.getByRole("heading", { level: 1, name: "Your account" }).waitFor();
      await axe(small);
      if (kind === "narrow") await fits(small);
      await picture(small, `account-${kind}`);
      await small.goto("/office/people");
      if (kind === "narrow") await fits(small);
      await picture(small, `program-people-${kind}`);
    });
  }
}
