// The hospital's administrator accepts an offer with its later price in view, lets it go, and takes its dates home.
// The administrator's passkey needs scripts once; everything after runs without, signed in by a recovery code.

import { axe, fits, keyboardOnly, light, quiet } from "../harness/checks.mjs";
import { fillIn, follow, heading, hides, press, says, status } from "../harness/form.mjs";
import { FIXTURE_MEMORIAL } from "../harness/franklin.mjs";
import { administrator, becomeOperator, signInByCode } from "../harness/people.mjs";
import { pathOf } from "../harness/registration.mjs";
import { proveIndependence } from "../harness/review.mjs";

export const name = "accept an offer with its later price in view, let it go, dates and calendar, without scripts";
export const franklin = true;

const { ccn, domain } = FIXTURE_MEMORIAL;
const DANA = { name: "Dana Whitfield", email: `dana.whitfield@${domain}` };
const OFFER = `/hospital/${ccn}/offers/nonprofit-pricing`;
const UPDATES = `/hospital/${ccn}/offers/windows-10-extended-updates`;
/// 120 people at 66 to 106 dollars a year.
const YEAR_TWO = /\$7,920 to \$12,720/;

export async function run({ server, visit, step, picture }) {
  let codes = [];
  const ann = await visit();
  await step("an administrator, of a hospital that a reviewer found independent", async () => {
    const first = await visit();
    codes = await administrator(first, server, FIXTURE_MEMORIAL, DANA);
    await becomeOperator(ann, server, { name: "Ann Lee", email: "ann@office.example" });
    await proveIndependence(first, ann, FIXTURE_MEMORIAL, "nonprofit-pricing");
    await first.context().close();
  });

  const dana = await visit("noScript");
  const look = async (what) => {
    await axe(dana);
    quiet(dana);
    await picture(dana, what);
  };

  await step("the offers, each with its answer and its price", async () => {
    await signInByCode(dana, DANA.email, codes[0], `/hospital/${ccn}`);
    await heading(dana, "This week at Fixture Memorial Hospital");
    await says(dana, "Three things to do", "minutes", "What ends next");
    await look("1-week");
    await follow(dana, "See every offer");
    await says(dana, "Yours to accept", "Worth to you a year", "Year two");
    await look("2-offers");
    await follow(dana, /^Everything about it ?: Nonprofit price/);
    await says(dana, "You may have it", "Every condition", "When it ends", "How to leave", "Other ways to the same protection", YEAR_TWO);
    await look("3-offer");
  });

  await step("the price of year two stands before the button", async () => {
    await follow(dana, /and accept$/);
    await heading(dana, "Accept: Nonprofit price on security products");
    const order = await dana.evaluate(() => {
      const price = document.querySelector(".price");
      const button = [...document.querySelectorAll("button")].find((it) => it.textContent === "Accept the offer");
      return Boolean(price && button && price.compareDocumentPosition(button) & Node.DOCUMENT_POSITION_FOLLOWING);
    });
    if (!order) throw new Error("the price of year two is not above the button that accepts");
    await says(dana, YEAR_TWO);
    status(await press(dana, "Accept the offer"), 422);
    await says(dana, "Tick the box to say that you have read what it costs after");
    await look("4-not-read");
  });

  await step("accepted once", async () => {
    await fillIn(dana, { read: true });
    await press(dana, "Accept the offer");
    await heading(dana, "Nonprofit price on security products");
    await says(dana, "So far");
    await look("5-accepted");
    await dana.goto(`${OFFER}/accept`);
    await says(dana, "It cannot be accepted now");
    if ((await dana.getByRole("button", { name: "Accept the offer" }).count()) !== 0) throw new Error("it can be accepted twice");
    await axe(dana);
  });

  await step("the office confirms it and records that it runs; the hospital sees the last day", async () => {
    await ann.goto(`/office/hospitals/${ccn}`);
    await axe(ann);
    await picture(ann, "6-office-file");
    await press(ann, /^Confirm/);
    await axe(ann);
    await fillIn(ann, { started: "2026-03-02", ends: "2099-03-01" });
    await press(ann, /^Record that it runs/);
    await says(ann, "Done");
    quiet(ann);
    await dana.goto(OFFER);
    await says(dana, "March 1, 2099");
    await look("7-running");
  });

  await step("dates, and a calendar that anybody with the secret link can read", async () => {
    await dana.goto(`/hospital/${ccn}/cliffs`);
    await heading(dana, "What ends when");
    await says(dana, "Nonprofit price on security products");
    await look("8-dates");
    await press(dana, "Make a calendar link");
    await says(dana, "Copy this link now");
    await look("9-calendar-link");
    const link = await dana.locator(".secret-link").getAttribute("href");
    const feed = await dana.request.get(pathOf(link));
    const text = await feed.text();
    if (feed.status() !== 200 || !feed.headers()["content-type"].startsWith("text/calendar")) throw new Error(`the calendar answered ${feed.status()}`);
    for (const line of ["BEGIN:VCALENDAR", "BEGIN:VEVENT", "DTSTART;VALUE=DATE:20990301", "BEGIN:VALARM", "END:VCALENDAR"]) {
      if (!text.includes(line)) throw new Error(`the calendar has no ${line}:\n${text}`);
    }
    for (const told of ["180 computers", "$7,920", "Fixture", ccn]) if (text.includes(told)) throw new Error(`the calendar tells "${told}":\n${text}`);
    await dana.goto(`/hospital/${ccn}/cliffs`);
    await says(dana, "One link is in use");
    await hides(dana, link);
    await press(dana, "Revoke every link");
    await says(dana, "Revoked");
    const after = await dana.request.get(pathOf(link));
    if (after.status() === 200) throw new Error("a revoked link still answers");
  });

  await step("let it go", async () => {
    await dana.goto(OFFER);
    await follow(dana, "Let it go");
    await says(dana, "It is running", "How to leave");
    await look("10-let-go");
    await press(dana, "Let it go");
    await heading(dana, "Nonprofit price on security products");
    await look("11-let-gone");
    await dana.goto(`${OFFER}/let-go`);
    await says(dana, "it was let go before");
    await axe(dana);
  });

  await step("facts decide: a corrected fact changes the answer", async () => {
    await dana.goto(`/hospital/${ccn}/facts`);
    await look("12-facts");
    // What a reviewer found stands over what the hospital says, so another fact is changed.
    await follow(dana, /^Change ?: .*version 22H2/i);
    await look("13-fact");
    await fillIn(dana, { windows_10_22h2_devices: "0" });
    await press(dana, "Save the answer");
    await dana.goto(UPDATES);
    await hides(dana, "Read what it costs after, and accept");
    await look("14-no-longer");
  });

  await step("a first task is ticked, and the tick taken back", async () => {
    await dana.goto(`/hospital/${ccn}/tasks/break-glass`);
    await look("15-task");
    await fillIn(dana, { note: "Envelope 4, pharmacy safe" });
    await press(dana, "It is done");
    await dana.goto(`/hospital/${ccn}/tasks/break-glass`);
    await says(dana, "Envelope 4, pharmacy safe");
    await press(dana, "Take the tick back");
  });

  await step("on a phone, by keyboard, light", async () => {
    const phone = await visit("narrow");
    await signInByCode(phone, DANA.email, codes[1], `/hospital/${ccn}/offers`);
    await fits(phone);
    await picture(phone, "16-offers-on-a-phone");
    await keyboardOnly(phone);
    await phone.goto(OFFER);
    await fits(phone);
    await light(phone, `/hospital/${ccn}/offers`);
    quiet(phone);
  });
}
