// Tests of the page checks on made-up pages in a real browser: each finds what it should, and leaves a good page alone.

import assert from "node:assert/strict";
import { createServer } from "node:http";
import { after, before, test } from "node:test";

import { launch, visitor } from "./browser.mjs";
import { axe, firstView, fits, keyboardOnly, light, quiet, tabTo } from "./checks.mjs";
import { giveAuthenticator } from "./passkey.mjs";

const chromium = process.env.HOLDFAST_CHROMIUM;
const skip = chromium ? false : "HOLDFAST_CHROMIUM names no browser";

const page = (body, head = "") =>
  `<!doctype html><html lang="en"><head><title>Fixture page</title>${head}</head><body>${body}</body></html>`;
const GOOD = page(`<a href="#main">Skip to the page</a><main id="main"><h1>Fixture</h1>
  <form><label>CCN <input name="ccn"></label>
  <fieldset><legend>One of</legend><label><input type="radio" name="r">a</label><label><input type="radio" name="r">b</label></fieldset>
  <button>Check</button></form></main>`);

const PAGES = {
  "/good": GOOD,
  "/no-label": page('<main><h1>Fixture</h1><input name="ccn"></main>'),
  "/date": GOOD.replace("<button>", '<label>Day <input type="date"></label><button>'),
  "/hidden-focus": GOOD.replace("<title>", "<style>*:focus{outline:none}</style><title>"),
  "/no-skip": GOOD.replace('<a href="#main">Skip to the page</a>', ""),
  "/unreachable": GOOD.replace("<button>", '<button tabindex="-1">').replace("</form>", '<a href="/x" tabindex="-1">x</a></form>'),
  "/wide": page('<h1>Fixture</h1><p style="width:900px">wide</p>'),
  "/wide-in-box": page('<h1>Fixture</h1><div style="overflow:auto"><p style="width:900px">wide</p></div>'),
  "/heavy": page(`<h1>Fixture</h1><!--${"x".repeat(61 * 1024)}-->`),
  "/stranger": page('<h1>Fixture</h1><img alt="" src="http://stranger.invalid/a.png">'),
  "/script": page("<h1>Fixture</h1><p id='p'>before</p><noscript>no scripts here</noscript><script>p.textContent = 'after'</script>"),
  "/refused": page('<h1>Fixture</h1>'),
  "/no-style": page("<h1>Fixture</h1>", '<link rel="stylesheet" href="/absent.css">'),
  "/throws": page("<h1>Fixture</h1><script>throw new Error('broken')</script>"),
};

let server;
let browser;
let url;
before(async () => {
  if (skip) return;
  server = createServer((req, res) => {
    const body = PAGES[new URL(req.url, "http://localhost").pathname];
    res.writeHead(!body ? 404 : req.url === "/refused" ? 422 : 200, { "content-type": "text/html; charset=utf-8" }).end(body);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  url = `http://localhost:${server.address().port}`;
  browser = await launch(chromium);
});
after(async () => {
  await browser?.close();
  server?.close();
});

async function on(path, kind = "plain") {
  const it = await visitor(browser, url, kind);
  if (path) await it.goto(path);
  return it;
}

test("accessibility rules", { skip }, async () => {
  await axe(await on("/good"));
  await axe(await on("/good", "noScript"));
  await assert.rejects(axe(await on("/no-label")), /label[^]*input/);
});

test("keyboard alone", { skip }, async () => {
  await keyboardOnly(await on("/good"));
  await keyboardOnly(await on("/date"));
  await assert.rejects(keyboardOnly(await on("/hidden-focus")), /does not show that it has the focus/);
  await assert.rejects(keyboardOnly(await on("/no-skip")), /first stop is not a link past the menu/);
  await assert.rejects(keyboardOnly(await on("/unreachable")), /Tab never reaches <button/);
  const it = await on("/good");
  await tabTo(it, "Check");
  assert.equal(await it.evaluate(() => document.activeElement.tagName), "BUTTON");
  await assert.rejects(tabTo(it, "Nowhere", 5), /never reach "Nowhere"/);
});

test("a narrow screen", { skip }, async () => {
  await fits(await on("/good", "narrow"));
  await fits(await on("/wide-in-box", "narrow"));
  await assert.rejects(fits(await on("/wide", "narrow")), /needs \d+ pixels of 320[^]*900px/);
});

test("a light first view", { skip }, async () => {
  assert.ok((await light(await on(), "/good")) > 500);
  await assert.rejects(light(await on(), "/heavy"), /over 61440/);
  const { parts } = await firstView(await on(), "/good");
  assert.ok(parts[0].url.endsWith("/good"));
});

test("no other host and no complaint", { skip }, async () => {
  quiet(await on("/good"));
  assert.throws(() => quiet({ context: () => ({ strangers: ["http://stranger.invalid/a.png"], complaints: [] }) }), /other hosts/);
  const stranger = await on("/stranger");
  await stranger.waitForLoadState("networkidle");
  assert.throws(() => quiet(stranger), /ask other hosts:\s+http:\/\/stranger\.invalid\/a\.png/);
  const throws = await on("/throws");
  assert.throws(() => quiet(throws), /broken/);
  quiet(await on("/refused"));
  const bare = await on("/no-style");
  assert.throws(() => quiet(bare), /404/);
});

test("a made-up authenticator keeps a passkey", { skip }, async () => {
  const it = await on("/good");
  const authenticator = await giveAuthenticator(it);
  assert.deepEqual(await authenticator.keys(), []);
  await it.evaluate(async () => {
    const bytes = (n) => crypto.getRandomValues(new Uint8Array(n));
    await navigator.credentials.create({
      publicKey: {
        rp: { name: "Fixture" },
        user: { id: bytes(8), name: "dana", displayName: "Dana" },
        challenge: bytes(32),
        pubKeyCredParams: [{ type: "public-key", alg: -7 }],
        authenticatorSelection: { residentKey: "required", userVerification: "required" },
      },
    });
  });
  assert.equal((await authenticator.keys()).length, 1);
  await authenticator.takeAway();
});

test("a visitor without scripts runs none, also after a check has lent them to the page", { skip }, async () => {
  const it = await on("/script", "noScript");
  await axe(it);
  assert.match(await it.innerText("body"), /before\s+no scripts here/);
  await it.goto("/script");
  assert.match(await it.innerText("body"), /before/);
  assert.match(await (await on("/script")).innerText("body"), /after/);
});

test("a kind of visitor that does not exist is named", { skip }, async () => {
  await assert.rejects(visitor(browser, url, "robot"), /no kind of visitor is called `robot`/);
});
