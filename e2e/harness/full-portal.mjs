// A portal with something on every page: hospitals that have come a different way each, people of every kind, cases,
// applications, requests for help, letters. What it makes is made as people would, through pages and mailed links.

import { fillApplication, sendApplication } from "./application.mjs";
import { visitor } from "./browser.mjs";
import { addCollege, classLink, openClass } from "./classes.mjs";
import { answerMeasure, assessor, fileNamed, fillDay, dayFromNow, sendIn } from "./evidence.mjs";
import { fillIn, heading, press } from "./form.mjs";
import { BEACON_RIDGE, COPPER_HOLLOW, FIXTURE_MEMORIAL, FRANKLIN_VALLEY, LITTLE_FORK, SAINT_ELIGIUS } from "./franklin.mjs";
import { coverage, finding, hunt, sendHunt } from "./hunt.mjs";
import { lure, sendMail } from "./mail.mjs";
import { linkIn, mailTo } from "./outbox.mjs";
import { administrator, becomeOperator, inviteToHospital, inviteToProgram, registerAndSignIn } from "./people.mjs";
import { confirmMailbox, fill, pathOf, send } from "./registration.mjs";
import { decide, openCase, proveIndependence } from "./review.mjs";
import { inviteByMail, learnerPages, sendRoster, waitingRoster } from "./training.mjs";

const at = (hospital) => `/hospital/${hospital.ccn}`;
/// An offer that a small independent hospital may have, with a price of year two and no last day of its own.
const OFFER = "nonprofit-pricing";
const BEA = { name: "Bea Winters", email: `bea.winters@${BEACON_RIDGE.domain}` };
/// As long as names and words come.
const LONG_NAME = "Wilhelmina Featherstonehaugh-Cholmondeley Vandersteen";
const LONG_WORDS = "SupercalifragilisticexpialidociousNetworkSegmentName/with/no/blank/to/break/at/all/0123456789";

/// Fills the portal. Returns a page of each kind of person, and links nobody has used yet.
export async function fillPortal(server, browser) {
  const someone = (kind = "plain") => visitor(browser, server.url, kind);
  const people = { stranger: await someone(), operator: await someone(), administrator: await someone(), colleague: await someone(), registrant: await someone(), sent: await someone(), assessor: await someone(), invited: await someone() };
  const links = {};
  const mailed = async (email, part, subject) => pathOf(linkIn(await mailTo(server.outbox, email, subject), part));

  const { operator } = people;
  await becomeOperator(operator, server, { name: "Ann Lee", email: "ann@office.example" });
  links.operator = pathOf(await server.newOperatorLink());
  await inviteToProgram(operator, "rae@office.example", "reviewer");
  links.join = await mailed("rae@office.example", "/join/");
  await operator.goto("/account");
  const tokens = operator.locator('form[action="/account/tokens"]');
  await tokens.locator("[name=label]").fill(LONG_WORDS.slice(0, 60));
  await press(operator, "Make the token", tokens);

  // Fixture Memorial: an administrator, an accepted offer, people who wait.
  const dana = people.administrator;
  await administrator(dana, server, FIXTURE_MEMORIAL, { name: "Dana Whitfield", email: `dana.whitfield@${FIXTURE_MEMORIAL.domain}` });
  await proveIndependence(dana, operator, FIXTURE_MEMORIAL, OFFER);
  for (const offer of [OFFER, "security-assessment"]) await accept(dana, FIXTURE_MEMORIAL, offer);
  await inviteToHospital(dana, FIXTURE_MEMORIAL.ccn, `pat@${FIXTURE_MEMORIAL.domain}`, "hospital_it");
  await dana.goto(`${at(FIXTURE_MEMORIAL)}/cliffs`);
  await press(dana, "Make a calendar link");
  await dana.goto(`${at(FIXTURE_MEMORIAL)}/tasks/break-glass`);
  await fillIn(dana, { note: LONG_WORDS });
  await press(dana, "It is done");
  await joins(server, people.stranger, FIXTURE_MEMORIAL, { name: LONG_NAME, email: `wilhelmina.featherstonehaugh-cholmondeley@${FIXTURE_MEMORIAL.domain}` });
  await operator.goto(`/office/hospitals/${FIXTURE_MEMORIAL.ccn}`);
  await press(operator, /^Confirm Nonprofit/);
  links.planTasks = await acceptPlan(dana, FIXTURE_MEMORIAL);
  links.helpMine = await asksForHelp(dana, { care: "soon", subject: `Mail is slow on ${LONG_WORDS}`, text: `Since noon.\n\n${LONG_WORDS}` });

  await evidence(server, people, dana);
  await securityCases(dana);
  await reportedMails(dana, links);
  links.deviceList = await devices(dana);
  // People who learn: one of a long name, and enough that groups are shown.
  const learner = `wilma.learns@${FIXTURE_MEMORIAL.domain}`;
  await sendRoster(dana, FIXTURE_MEMORIAL, roster(learner));
  await inviteByMail(dana, FIXTURE_MEMORIAL);
  links.learn = await mailed(learner, "/learn/");
  links.learners = await learnerPages(dana, FIXTURE_MEMORIAL);
  // A list that waits: of few people, so that many would leave, and with a mistake.
  links.staffRoster = await waitingRoster(dana, FIXTURE_MEMORIAL, `number,name,department,started\n1,"${LONG_NAME}",${LONG_WORDS.slice(0, 70)},\n2,Ben Hill,,soon\n`);
  await classes(server, operator, dana, links);
  // Two are invited to questions of the assessment: one has opened them and answered one.
  for (const [part, email] of [["nursing", `nia@${FIXTURE_MEMORIAL.domain}`], ["hr", `hal@${FIXTURE_MEMORIAL.domain}`]]) {
    await dana.goto(`${at(FIXTURE_MEMORIAL)}/assessment/${part}/invite`);
    await fillIn(dana, { name: LONG_NAME, email });
    await press(dana, "Send the letter");
  }
  links.part = await mailed(`nia@${FIXTURE_MEMORIAL.domain}`, "/questions/open/");
  await people.invited.goto(await mailed(`hal@${FIXTURE_MEMORIAL.domain}`, "/questions/open/"));
  await press(people.invited, "Open the questions");
  await people.invited.goto("/questions/training-done");
  await fillIn(people.invited, { answer: "not_applicable" });
  await fillIn(people.invited, { reason: LONG_WORDS, approver: LONG_NAME, until: soon() });
  await press(people.invited, "Save and go on");

  // Beacon Ridge: someone signed in, a referred offer with a question out, an administrator named and not yet willing.
  const bea = people.colleague;
  await registerAndSignIn(bea, server, BEACON_RIDGE, BEA);
  await bea.goto(`${at(BEACON_RIDGE)}/offers/${OFFER}`);
  await press(bea, "Ask a reviewer");
  await openCase(operator, BEACON_RIDGE.name);
  await decide(operator, "ask_back", "Does the hospital have a tax letter of its own?");
  await bea.goto(`${at(BEACON_RIDGE)}/first-administrator`);
  await fillIn(bea, { who: "me" });
  await press(bea, "Send the letter");
  await bea.goto(await mailed(BEA.email, "/administrator/", "administrator"));
  await fillIn(bea, { agree: true });
  await press(bea, "Become administrator");
  await openCase(operator, BEACON_RIDGE.name, "?kind=first_administrator");
  await decide(operator, "ask_back", "Who else knows that you answer for the hospital?");
  links.question = await mailed(BEA.email, "/answer/", "A question before you become administrator");
  await bea.goto(`${at(BEACON_RIDGE)}/first-administrator`);
  await fillIn(bea, { who: "other", email: `chief@${BEACON_RIDGE.domain}` });
  await press(bea, "Send the letter");
  links.administrator = await mailed(`chief@${BEACON_RIDGE.domain}`, "/administrator/", "administrator");

  // Franklin Valley: confirmed, and nobody has set up a sign-in.
  const valley = `gus@${FRANKLIN_VALLEY.domain}`;
  await fill(people.stranger, FRANKLIN_VALLEY, { name: "Gus Holm", email: valley }, { system: "Franklin Health" });
  await send(people.stranger);
  await confirmMailbox(people.stranger, server, valley);
  links.setUp = await mailed(valley, "/set-up-sign-in/", "Your registration is confirmed");

  // Copper Hollow: sent, and for a reviewer to call about; its mailbox not confirmed.
  await fill(people.sent, COPPER_HOLLOW, { name: LONG_NAME, email: "cole.marsh@gmail.com" }, { domain: "copperhollow.example" });
  await send(people.sent);
  links.confirm = await mailed("cole.marsh@gmail.com", "/confirm/");

  // Saint Eligius, of the long name: another that waits for a call.
  const eligius = await someone();
  await fill(eligius, SAINT_ELIGIUS, { name: "Mo Reyes", email: "mo@saint-eligius.example" });
  await send(eligius);
  await eligius.context().close();

  // Little Fork: filled in, saved, not sent.
  await fill(people.registrant, LITTLE_FORK, { name: "Lee Ford", email: "lee@littlefork.example" });
  await people.registrant.goto("/register/save");
  await fillIn(people.registrant, { email: "lee@littlefork.example" });
  await press(people.registrant, "Mail me the link");
  links.resume = await mailed("lee@littlefork.example", "/resume/");

  // Two apply to a program: one has sent it, one has saved it.
  await fillApplication(people.sent, { name: LONG_NAME, email: "cole@copperhollow.example", organization: LONG_WORDS });
  await sendApplication(people.sent);
  await fillApplication(people.registrant, { name: "Lee Ford", email: "lee@littlefork.example", organization: "Little Fork Foundation" });
  await people.registrant.goto("/application/save");
  await fillIn(people.registrant, { email: "lee@littlefork.example" });
  await press(people.registrant, "Mail me the link");
  links.resumeApplication = await mailed("lee@littlefork.example", "/resume-application/", "Your way back to your application");

  // A stranger asks for help.
  links.helpSent = await asksForHelp(people.stranger, {
    care: "now",
    subject: "Nobody can sign in to the charts",
    text: "Since 6 am. We use paper.",
    ccn: COPPER_HOLLOW.ccn,
    name: "Nell Park",
    email: "nell@copperhollow.example",
  });
  links.helpThread = await mailed("nell@copperhollow.example", "/help/r/");

  await people.stranger.context().clearCookies();
  links.cases = await addresses(operator, "/office/queue", "#cases tbody a");
  links.requests = await addresses(operator, "/office/support", "#requests tbody a");
  links.letters = await addresses(operator, "/office/run/mail", "#letters tbody a");
  links.rejects = await addresses(operator, "/office/run", "#sources tbody a");
  return { people, links };
}

/// A case on a machine of care with a note, and a closed one, with names as long as they come.
async function securityCases(dana) {
  const { ccn } = FIXTURE_MEMORIAL;
  await dana.goto(`/hospital/${ccn}/care-machines`);
  await fillIn(dana, { names: "LAB-01", system: "lab", carries: LONG_WORDS.slice(0, 80) });
  await press(dana, "Keep them");
  const long = LONG_WORDS.replaceAll("/", "-").slice(0, 60);
  await sendHunt(dana, ccn, hunt([
    finding({ rule: `Shadow copies deleted ${LONG_WORDS}`, host: "LAB-01", severity: "critical", fields: { CommandLine: LONG_WORDS } }),
    finding({ rule: "Odd service", host: long, severity: "medium", tactics: ["persistence"] }),
    finding({ rule: "New user", host: "PC-9", severity: "low" }),
    coverage("LAB-01"),
  ]));
  for (const number of [1, 2]) {
    await dana.goto(`/hospital/${ccn}/security-cases/${number}`);
    await fillIn(dana, { "note-text": `${LONG_WORDS}\n\nCalled ${LONG_NAME}.` });
    await press(dana, "Add the note");
  }
  await fillIn(dana, { "close-reason": "harmless", "close-words": LONG_WORDS });
  await press(dana, "Close the case");
}

/// A mail that waits, with a subject as long as they come, and one that was answered; and the page of who reported the latter.
async function reportedMails(dana, links) {
  const list = `/hospital/${FIXTURE_MEMORIAL.ccn}/reported-mail`;
  for (const [extra, subject] of [["1", "Your pay stub"], ["2", LONG_WORDS]]) {
    await dana.goto(`${list}/new`);
    await sendMail(dana, lure({ extra, subject, from: `${LONG_WORDS.slice(0, 40)}@evil-pay.com` }));
    links.reported ??= await dana.locator('a[href^="/reported/"]').getAttribute("href");
  }
  links.reportedMails = await addresses(dana, list, `h3 a[href^="${list}/"]`);
  await dana.goto(links.reportedMails.at(-1));
  await fillIn(dana, { said: "bad", note: LONG_WORDS });
  await press(dana, "Answer");
}

/// A staff roster: somebody of a long name with a mail address, and others without.
function roster(email) {
  const others = Array.from({ length: 11 }, (_, n) => `${n + 2},Person ${n + 2},,${n < 9 ? "Nursing" : LONG_WORDS.slice(0, 70)},clinical`);
  return ["number,name,email,department,role", `1,${LONG_NAME},${email},Nursing,everyone;it`, ...others].join("\n");
}

/// A college near and one of which nobody knows where it is; a class that is open, and one that runs, with people in it.
async function classes(server, operator, dana, links) {
  const near = await addCollege(operator, { name: `Valley ${LONG_WORDS.slice(0, 80)}` });
  const nowhere = await addCollege(operator, { name: "Nowhere College", unit_id: "", zip: "99998" });
  const days = { starts: dayFromNow(5), ends: dayFromNow(40) };
  const open = await openClass(operator, near, { title: LONG_WORDS, instructor: { name: LONG_NAME, email: "wilma@valley.example" }, ...days });
  const runs = await openClass(operator, near, { title: "Labs", instructor: { name: "Ines Teacher", email: "ines@valley.example" }, ...days });
  for (const address of [open, runs]) {
    await dana.goto(`${at(FIXTURE_MEMORIAL)}/training/classes/${address.split("/").at(-1)}`);
    await fillIn(dana, { names: `${LONG_NAME}\nAda Moss` });
    await press(dana, "Put them forward");
  }
  links.teach = [await classLink(server, operator, runs, "ines@valley.example")];
  await operator.goto(runs);
  await press(operator, "Start the class");
  links.teach.push(await classLink(server, operator, open, "wilma@valley.example"));
  Object.assign(links, { colleges: [near, nowhere], cohorts: [open, runs] });
  links.openClass = open.split("/").at(-1);
}

/// Machines of every kind on a list, one pinned by its vendor, and a list whose columns wait to be settled.
async function devices(dana) {
  const { ccn } = FIXTURE_MEMORIAL;
  const at = `/hospital/${ccn}/devices`;
  const long = LONG_WORDS.replaceAll("/", "-").slice(0, 60);
  const seen = new Date().toISOString();
  const rows = [["CT-CONSOLE", "Windows 7 Professional", "6.1.7601"], [long, "Windows 10 Pro", "10.0.19045.6456"], ["SRV-1", "Windows Server 2012 R2 Standard", "6.3.9600"], ["X-1", LONG_WORDS, ""]];
  for (let n = 1; n <= 80; n += 1) rows.push([`NURSE-${n}`, "Windows 11 Pro", "10.0.26100.6899"]);
  const list = ["Device name,OS,OS version,Last check-in", ...rows.map((row) => [...row, seen].join(","))].join("\n");
  const send = async () => {
    await dana.goto(`${at}/add`);
    await dana.locator("[name=file]").setInputFiles(await fileNamed("intune.csv", list));
    await press(dana, "Send it in");
    return dana.url().replace(/^https?:\/\/[^/]+/, "");
  };
  await send();
  await press(dana, "Take the list in");
  await dana.goto(`${at}/1`);
  await dana.locator("#kind").check();
  await fillIn(dana, { what: LONG_WORDS, vendor: "Fixture Imaging", peers: LONG_WORDS, call: "(555) 555-0199" });
  await press(dana, "Keep this");
  await dana.goto(`${at}/add`);
  await fillIn(dana, { label: LONG_WORDS.slice(0, 60), most: "40", days: "7" });
  await press(dana, "Make a token");
  return send();
}

/// A contradiction, an exception, a file that was opened, an assessor's look and a signature.
async function evidence(server, people, dana) {
  const { ccn } = FIXTURE_MEMORIAL;
  const file = await fileNamed(`${LONG_WORDS.slice(0, 40).replaceAll("/", "-")}.pdf`);
  await answerMeasure(dana, ccn, "mfa-remote", { finding: "met" });
  await sendIn(dana, ccn, { measure: "mfa-remote", kind: "remote-access-review", subject: LONG_WORDS, file, finding: "partly", n: 90, of: 92, outliers: `* ${LONG_WORDS}\nguest` });
  await sendIn(dana, ccn, { measure: "vendor-list", kind: "vendor-register", subject: "Vendors", file, finding: "met", limits: LONG_WORDS });
  await Promise.all([dana.waitForEvent("download"), dana.goto(`/hospital/${ccn}/evidence/files/1/download`).catch(() => {})]);
  await dana.goto(`/hospital/${ccn}/measures/vendor-list`);
  await dana.locator("summary", { hasText: "Leave it out of the count" }).click();
  await fillIn(dana, { "x-kind": "accepted_risk", "x-reason": LONG_WORDS, "x-instead": "Watched every week", "x-approver": LONG_NAME });
  await fillDay(dana, "x-until", dayFromNow(60));
  await press(dana, "Leave it out until then");
  await assessor(people.assessor, server, dana, ccn, { name: "Ada Stone", email: "ada@lakeside.example" });
  await people.assessor.goto(`/hospital/${ccn}/measures/mfa-admins`);
  await fillIn(people.assessor, { "r-method": "test", "r-verdict": "correct", "r-finding": "not_met", "r-note": LONG_WORDS, "r-firm": "Lakeside Assurance" });
  await press(people.assessor, "Keep my look");
  await people.assessor.goto(`/hospital/${ccn}/assess/sign-off`);
  await fillIn(people.assessor, { statement: LONG_WORDS });
  await press(people.assessor, "Sign this posture");
}

/// A day a month from now.
function soon() {
  return new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10);
}

async function accept(page, hospital, offer) {
  await page.goto(`${at(hospital)}/offers/${offer}/accept`);
  await fillIn(page, { read: true });
  await press(page, "Accept the offer");
}

/// Accepts the plan as drafted, with one task closed, one dropped, and one for somebody of a long name. Returns those.
async function acceptPlan(page, hospital) {
  await page.goto(`${at(hospital)}/plan/accept`);
  await press(page, "Accept the plan");
  const tasks = (await addresses(page, `${at(hospital)}/plan/tasks`, ".tasks a")).slice(0, 3);
  await page.goto(tasks[0]);
  await fillIn(page, { note: LONG_WORDS });
  await press(page, "Close the task");
  await page.goto(tasks[1]);
  await page.locator("summary", { hasText: "It will not be done" }).click();
  await fillIn(page, { reason: LONG_WORDS });
  await press(page, "Drop the task");
  await page.goto(tasks[2]);
  await fillIn(page, { owner: LONG_NAME });
  await press(page, "Keep who and when");
  return tasks;
}

async function joins(server, page, hospital, { name, email }) {
  await page.goto(`/register/join?ccn=${hospital.ccn}`);
  await fillIn(page, { name, role: "other_staff", email, phone: "(555) 555-0172" });
  await press(page, "Ask to join");
  await heading(page, "Look in your mail");
  await confirmMailbox(page, server, email, "Confirm that you want to join");
}

/// Asks for help; the address that follows tells of the request.
async function asksForHelp(page, fields) {
  await page.goto("/help");
  await fillIn(page, fields);
  await press(page, "Send the request");
  return pathOf(page.url());
}

/// Where the links of a list lead.
async function addresses(page, path, links) {
  await page.goto(path);
  const found = await page.locator(links).evaluateAll((all) => all.map((it) => it.getAttribute("href")));
  if (found.length === 0) throw new Error(`${path} lists nothing in ${links}`);
  return found;
}
