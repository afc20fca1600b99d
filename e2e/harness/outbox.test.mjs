// Tests of reading mail: each form our mails take, and what must not pass for a mail.

import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";

import { linkIn, mailTo, mails, parseMail } from "./outbox.mjs";

const PAIR = [
  "From: Holdfast <holdfast@localhost>",
  'To: "Dana Fixture" <dana@fixture.example>',
  "Subject: =?utf-8?b?" + Buffer.from("Come back – your answers").toString("base64") + "?=",
  " =?utf-8?Q?_are_kept?=",
  'Content-Type: multipart/alternative;',
  ' boundary="cut"',
  "",
  "--cut",
  "Content-Type: text/plain; charset=utf-8",
  "Content-Transfer-Encoding: quoted-printable",
  "",
  "Open http://localhost:8080/back/3D=",
  "abc=3Dx. It works for 7 days =E2=80=94 once.",
  "--cut",
  "Content-Type: text/html; charset=utf-8",
  "Content-Transfer-Encoding: base64",
  "",
  Buffer.from("<p>Open it — once.</p>").toString("base64"),
  "--cut--",
  "",
].join("\r\n");

test("a text and HTML pair is read with its headers", () => {
  const mail = parseMail(Buffer.from(PAIR));
  assert.equal(mail.to, '"Dana Fixture" <dana@fixture.example>');
  assert.equal(mail.subject, "Come back – your answers are kept");
  assert.match(mail.text, /works for 7 days — once\./);
  assert.equal(mail.html, "<p>Open it — once.</p>");
});

test("a link broken over two lines is whole again, without the full stop after it", () => {
  assert.equal(linkIn(parseMail(Buffer.from(PAIR)), "/back/"), "http://localhost:8080/back/3Dabc=x");
  assert.throws(() => linkIn(parseMail(Buffer.from(PAIR)), "/join/"), /no link with "\/join\/"/);
});

test("an encoding nobody should use is refused", () => {
  assert.throws(() => parseMail(Buffer.from("Content-Transfer-Encoding: x-odd\n\nhello")), /encoded as `x-odd`/);
});

test("the outbox gives the newest mail, and says what it holds when there is none", async () => {
  const folder = await mkdtemp(join(tmpdir(), "outbox-"));
  try {
    assert.deepEqual(await mails(join(folder, "absent")), []);
    await writeFile(join(folder, "001.eml"), "To: a@fixture.example\nSubject: first\n\none");
    await writeFile(join(folder, "002.eml"), "To: a@fixture.example\nSubject: second\n\ntwo");
    await writeFile(join(folder, "notes.txt"), "no mail");
    assert.equal((await mailTo(folder, "A@fixture.example")).text, "two");
    assert.equal((await mailTo(folder, "a@fixture.example", "first")).text, "one");
    await assert.rejects(mailTo(folder, "b@fixture.example", "", { waitMs: 0 }), /a@fixture\.example: second/);
  } finally {
    await rm(folder, { recursive: true });
  }
});
