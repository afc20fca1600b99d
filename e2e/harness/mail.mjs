// Mails as staff report them. It knows what a lure looks like, and nothing of how one is judged.

import { fileNamed } from "./evidence.mjs";
import { press } from "./form.mjs";

/// A lure as a file. `extra`: what makes it another file than the last one.
export function lure({ subject = "Your pay stub is on hold", from = "payroll@evil-pay.com", shows = "www.fixturememorial.org", extra = "1" } = {}) {
  return [
    `From: Payroll <${from}>`,
    "Reply-To: collect@other-evil.com",
    `Subject: ${subject}`,
    `Date: ${new Date(Date.now() - 12 * 60_000).toUTCString().replace("GMT", "+0000")}`,
    "MIME-Version: 1.0",
    "Content-Type: text/html; charset=utf-8",
    "",
    `<p>Open <a href="https://login.evil-pay.com/${extra}">${shows}</a></p>`,
    "",
  ].join("\r\n");
}

/// Sends a mail by the form a page shows. Returns the answer.
export async function sendMail(page, text, button = "Report it", name = "mail.eml") {
  await page.locator("[name=file]").setInputFiles(await fileNamed(name, text));
  return press(page, button);
}
