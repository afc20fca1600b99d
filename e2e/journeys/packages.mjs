// A lesson in another learning system: saved from its page, played by an outside player of SCORM and by cmi5's rules, left and
// taken up again, passed when all three are right and never before.

import { visitor } from "../harness/browser.mjs";
import { axe, fits, keyboardOnly, quiet } from "../harness/checks.mjs";
import { startLearningSystem } from "../harness/learning-system.mjs";
import { verbOf } from "../harness/record-store.mjs";
import { unzip } from "../harness/unzip.mjs";

export const name = "a lesson runs in another learning system: answered in part, left, taken up again, passed when all are right";
export const franklin = true;

const DONE = "All three are right. You are done.";
const NOT_DONE = "Not all three are right yet";

/// How each kind of SCORM says where a learner stands.
const STANDS = {
  scorm12: ({ core }) => ({ status: core.lesson_status, score: core.score.raw, place: core.lesson_location, exit: core.exit }),
  scorm2004: (cmi) => ({ status: `${cmi.completion_status} ${cmi.success_status}`, score: cmi.score.raw, place: cmi.location, exit: cmi.exit }),
};
const BEGUN = { scorm12: "incomplete", scorm2004: "incomplete unknown" };
const PASSED = { scorm12: "passed", scorm2004: "completed passed" };

export async function run({ server, browser, visit, step, picture }) {
  const anybody = await visit("plain");
  const packages = new Map();
  await step("packages are saved from the page of a lesson", async () => {
    await anybody.goto("/lessons/report-it");
    for (const link of await anybody.getByRole("region", { name: "Take it to your own learning system" }).getByRole("link").all()) {
      const href = await link.getAttribute("href");
      const answer = await fetch(new URL(href, server.url));
      equal(answer.headers.get("content-type"), "application/zip", href);
      packages.set(new URL(href, server.url).searchParams.get("kind"), unzip(Buffer.from(await answer.arrayBuffer())));
    }
    equal([...packages.keys()].join(), "scorm12,scorm2004,cmi5", "the kinds offered");
    const spanish = await fetch(`${server.url}/lessons/report-it/package.zip?lang=es`);
    packages.set("spanish", unzip(Buffer.from(await spanish.arrayBuffer())));
  });
  const system = await startLearningSystem(packages);
  const opened = [];
  const learner = async (kind = "plain") => {
    const page = await visitor(browser, system.url, kind);
    opened.push(page);
    return page;
  };
  try {
    await step("with no system it is a page, and says that nothing is recorded", () => alone(learner, picture));
    await step("a system that refuses is said", () => refused(learner));
    for (const kind of ["scorm12", "scorm2004"]) await step(kind, () => scorm(kind, system, learner, picture));
    await step("cmi5", () => cmi5(system, () => watched(browser, system.url, opened), picture));
    await step("cmi5 that goes wrong", () => cmi5Fails(system, learner));
  } finally {
    for (const page of opened) await page.context().close().catch(() => {});
    await system.end();
  }
}

async function alone(learner, picture) {
  for (const kind of ["narrow", "dark", "paper"]) {
    const page = await learner(kind);
    await page.goto("/package/scorm12/index.html");
    // On paper nobody asks what is recorded.
    if (kind !== "paper") await shows(page, "nothing is recorded");
    await fits(page);
    await axe(page);
    quiet(page);
    await picture(page, `alone-${kind}`);
  }
  const page = await learner();
  await page.goto("/package/cmi5/index.html");
  await keyboardOnly(page);
  await answer(page, [2, 1, 1]);
  await see(page, NOT_DONE);
  await shows(page, "Not this one.");
  await answer(page, await rightOf(page));
  await see(page, DONE);
  await shows(page, "nothing is recorded");
  await axe(page);
  quiet(page);
  const bare = await learner("noScript");
  await bare.goto("/package/spanish/index.html");
  await shows(bare, "Active los scripts en su navegador");
  equal(await bare.getByRole("button").count(), 0, "buttons that would do nothing");
  await axe(bare);
}

/// What a system says when it takes nothing stands on the page, where somebody can read it out.
async function refused(learner) {
  const open = async (begins) => {
    const page = await learner();
    await page.addInitScript((begins) => {
      window.API = {
        LMSInitialize: () => begins,
        LMSGetValue: () => "",
        LMSSetValue: (name) => String(Boolean(window.takes) || name !== "cmi.suspend_data"),
        LMSCommit: () => "true",
        LMSFinish: () => "true",
        LMSGetLastError: () => 405,
        LMSGetErrorString: () => "Incorrect Data Type",
      };
    }, begins);
    await page.goto("/package/scorm12/index.html");
    return page;
  };
  const full = await open("true");
  await answer(full, await rightOf(full));
  await full.getByRole("button", { name: "See my answers" }).click();
  await shows(full, "cmi.suspend_data: 405 Incorrect Data Type");
  equal(await full.getByText(DONE).count(), 0, "done, and the system did not take it");
  await axe(full);
  await full.evaluate(() => (window.takes = true));
  await see(full, DONE);
  equal(await full.getByText("405").count(), 0, "what was wrong is over");
  const shut = await open("false");
  await shows(shut, "LMSInitialize: 405");
  equal(await shut.locator("input:enabled").count(), 0, "answers that nobody keeps");
}

async function scorm(kind, system, learner, picture) {
  const stands = () => STANDS[kind](system.held(kind));
  const page = await learner();
  const lesson = page.frameLocator("iframe").frameLocator("iframe");
  const open = async () => {
    await page.goto(`/player/${kind}/${kind}`);
    await shows(lesson, "Your learning system keeps your answers.");
  };
  const leave = async () => {
    const n = system.commits.length;
    await page.frames()[1].goto("about:blank");
    await until(() => system.commits.length > n, "what was told on leaving");
  };

  await open();
  equal(stands().status, BEGUN[kind], "opening completes nothing");
  const right = await rightOf(lesson);
  await answer(lesson, [right[0]]);
  await leave();
  equal(stands().status, BEGUN[kind], "one answer completes nothing");
  equal(stands().place, "q1", "the place");
  equal(stands().exit, "suspend", "how it was left");

  await open();
  await shows(lesson, "Your answers so far are back");
  equal(await chosen(lesson), `${right[0]},,`, "the answer is still there");
  await answer(lesson, [right[0], wrong(right[1]), right[2]]);
  await see(lesson, NOT_DONE);
  await leave();
  equal(stands().status, BEGUN[kind], "a wrong answer completes nothing");
  equal(String(stands().score ?? ""), "", "a wrong answer scores nothing");

  await open();
  equal(await chosen(lesson), [right[0], wrong(right[1]), right[2]].join(), "all three are still there");
  await answer(lesson, right);
  equal(stands().status, BEGUN[kind], "right, and not handed in yet");
  await see(lesson, DONE);
  equal(stands().status, PASSED[kind], "passed");
  equal(String(stands().score), "100", "the score");
  await picture(page, `${kind}-done`);
  await leave();
  equal(stands().status, PASSED[kind], "passed after leaving");

  await open();
  await shows(lesson, DONE);
  await answer(lesson, right.map(wrong));
  await see(lesson, NOT_DONE);
  await leave();
  equal(stands().status, PASSED[kind], "what is passed stays passed");
  equal(String(stands().score), "100", "the score stays");
  quiet(page);
}

/// A learner whose requests are looked at and not held up: one that outlives its page would be lost on the way.
async function watched(browser, url, opened) {
  const context = await browser.newContext({ baseURL: url, locale: "en-US" });
  context.setDefaultTimeout(15_000);
  Object.assign(context, { strangers: [], complaints: [] });
  const page = await context.newPage();
  opened.push(page);
  context.on("request", (asked) => /^https?:/.test(asked.url()) && new URL(asked.url()).origin !== url && context.strangers.push(asked.url()));
  page.on("pageerror", (error) => context.complaints.push(error.message));
  return page;
}

async function cmi5(system, learner, picture) {
  const { store } = system;
  const told = () => store.statements.map(verbOf).join(" ");
  const window = await learner();
  // In a frame, as systems launch; a request that outlives its page is seen by the window around it.
  const page = window.frameLocator("iframe");
  const open = async (session, options) => {
    const at = system.launch("cmi5", session, options);
    await window.goto(`/frame/?${new URLSearchParams({ of: at })}`);
    await until(() => store.statements.some(({ context }) => context.extensions[SESSION] === session), "initialized");
  };
  const leave = async () => {
    await window.frames()[1].goto("about:blank");
    await until(() => verbOf(store.statements.at(-1)) === "terminated", "terminated");
  };

  await open("s1");
  await shows(page, "Your learning system keeps your answers.");
  const right = await rightOf(page);
  await answer(page, [right[0], wrong(right[1])]);
  await until(() => store.documents.get("holdfast.answers")?.answers === `1:${right[0]},${wrong(right[1])},`, "the answers so far");
  await see(page, NOT_DONE);
  await leave();
  equal(told(), "initialized terminated", "a wrong answer tells nothing");

  await open("s2", { returnURL: `${system.url}/back` });
  await shows(page, "Your answers so far are back");
  equal(await chosen(page), `${right[0]},${wrong(right[1])},`, "the answers are still there");
  await answer(page, right);
  await until(() => store.documents.get("holdfast.answers")?.answers === `1:${right.join()}`, "the right answers");
  store.failNext = 1;
  await page.getByRole("button", { name: "See my answers" }).click();
  await shows(page, "Your learning system did not take this");
  equal(await page.getByText(DONE).count(), 0, "done before the system took it");
  await see(page, DONE);
  await page.getByText("Your learning system did not take this").waitFor({ state: "detached" });
  await picture(window, "cmi5-done");
  store.failNext = 1;
  await page.getByRole("button", { name: "Save and leave" }).click();
  await shows(page, "Your learning system did not take this");
  await page.getByRole("button", { name: "Save and leave" }).click();
  await shows(page, "Your courses");
  await until(() => store.statements.length === 6, "all of the second session");
  equal(told(), "initialized terminated initialized completed passed terminated", "what was told");

  await open("s3");
  await shows(page, DONE);
  await page.getByRole("button", { name: "See my answers" }).click();
  await leave();
  await open("s4", { mode: "Review" });
  await shows(page, "You are looking at this lesson only");
  await answer(page, right);
  await see(page, DONE);
  await leave();
  equal(told().split(" ").filter((verb) => verb === "passed").length, 1, "passed once, whatever comes after");
  equal(store.faults.join("\n"), "", "what the rules of cmi5 have against it");
  quiet(window);
}

async function cmi5Fails(system, learner) {
  const page = await learner();
  const at = new URL(system.launch("cmi5", "s5"));
  at.searchParams.delete("actor");
  await page.goto(at.href);
  await shows(page, "Your learning system did not take this");
  await shows(page, "actor");
  const again = system.launch("cmi5", "s6");
  system.store.tokens = 1;
  await page.goto(again);
  await shows(page, "The token was fetched before");
  const script = new URL(system.launch("cmi5", "s7"));
  script.searchParams.set("fetch", "javascript:alert(1)");
  await page.goto(script.href);
  await shows(page, "no web address");
  equal(await page.locator("input:enabled").count(), 0, "answers that nobody keeps");
  let release;
  system.store.before = new Promise((go) => (release = go));
  await page.goto(system.launch("cmi5", "s8"));
  await shows(page, "Waiting for your learning system");
  equal(await page.locator("input:enabled").count(), 0, "answers before the launch data came");
  release();
  await shows(page, "Your learning system keeps your answers.");
  equal(await page.locator("input:disabled").count(), 0, "questions that cannot be answered");
}

const SESSION = "https://w3id.org/xapi/cmi5/context/extensions/sessionid";

const wrong = (place) => (place % 3) + 1;

/// The places of the right answers, as the page marks them.
async function rightOf(page) {
  const values = await page.locator("input[data-right]").evaluateAll((inputs) => inputs.map((input) => Number(input.value)));
  equal(values.length, 3, "right answers");
  return values;
}

async function answer(page, places) {
  for (const [i, place] of places.entries()) await page.locator(`#q${i + 1}-${place}`).check();
}

async function see(page, words) {
  await page.getByRole("button", { name: "See my answers" }).click();
  await page.locator("#said").filter({ hasText: words }).waitFor();
}

async function chosen(page) {
  return page.locator("fieldset").evaluateAll((all) => all.map((one) => one.querySelector("input:checked")?.value ?? "").join());
}

async function shows(page, words) {
  await page.getByText(words).filter({ visible: true }).first().waitFor();
}

async function until(isSo, what) {
  const deadline = Date.now() + 10_000;
  while (!isSo()) {
    if (Date.now() > deadline) throw new Error(`${what} did not come in ten seconds`);
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}

function equal(is, wanted, what) {
  if (is !== wanted) throw new Error(`${what}: \`${is}\` instead of \`${wanted}\``);
}
