// How to get to every page that has something to fill in in its address, or that looks different by what is asked.
// Pages that are missing here and have nothing to fill in are visited as they are, by whoever may see them.

import { PROGRAM } from "./application.mjs";
import { BEACON_RIDGE, FIXTURE_MEMORIAL, LITTLE_FORK, SAINT_ELIGIUS } from "./franklin.mjs";

/// Routes that answer with no page, each with its reason.
export const NOT_PAGES = {
  "/assets/{digest}/{name}": "style, script, fonts and drawings",
  "/calendar/{file}": "a feed for calendar programs; the journey of accepting reads it",
  "/favicon.ico": "the drawing in a browser's tab",
  "/hospital/{ccn}/evidence/files/{file}/download": "a file; the journey of a contradiction saves it",
  "/hospital/{ccn}/care/board.pdf": "a file; the journey of services saves it",
  "/hospital/{ccn}/care/county.pdf": "a file; the journey of services saves it",
  "/hospital/{ccn}/care/drill.pdf": "a file; the journey of drills saves it",
  "/hospital/{ccn}/papers/{file}": "a file; the journey of papers saves it",
  "/hospital/{ccn}/plan/tasks.csv": "a file; the journey of the plan reads it",
  "/hospital/{ccn}/plan/tasks.ics": "a file; the journey of the plan reads it",
  "/hospital/{ccn}/devices.csv": "a file; the journey of devices reads the same list",
  "/hospital/{ccn}/security-cases/{case}/stix.json": "a file; the journey of cases reads it",
  "/office/applications.csv": "a file; the journey of applying opens it",
  "/office/care/brief.pdf": "a file; the journey of people covered saves it",
  "/office/care/first.csv": "a file; the journey of people covered saves it",
  "/office/care/states.csv": "a file; the journey of people covered saves it",
  "/office/funnel.csv": "a file; the journey of the office opens it",
  "/office/hospitals.csv": "a file; the journey of the office downloads it",
  "/office/months.csv": "a file; the journey of the office opens it",
  "/office/offers.csv": "a file; the journey of the office opens it",
  "/office/states.csv": "a file; the journey of the office opens it",
  "/office/uptake.csv": "a file; the journey of the office opens it",
};

const STEPS = ["hospital", "independence", "beds", "users", "windows", "mail-domain", "security", "contact", "consent"];
const APPLICATION_PAGES = ["about-you", "the-problem", "data-and-ethics", "team-and-plan"];
const SETTINGS = ["contact", "mail-domain", "security", "consent"];
const STEPS_OF_PLAN = ["close-remote-desktop", "add-security-terms-to-contracts"];
const SAFEGUARDS = ["mfa", "exposed-edge"];
const TASKS = ["name-administrator", "break-glass", "turn-on-mfa"];

/// Where to go for a route: from its pattern to one address or more, or to `{ as, at }` for another person than whoever
/// may see it. `links` are those of a filled portal.
export function placesOf(links) {
  const home = `/hospital/${FIXTURE_MEMORIAL.ccn}`;
  const county = `/hospital/${BEACON_RIDGE.ccn}`;
  const as = (who, at) => ({ as: who, at });
  return {
    "/account": ["/account", as("operator", "/account")],
    "/administrator/{token}": links.administrator,
    "/answer/{token}": links.question,
    "/application/page/{page}": APPLICATION_PAGES.map((page) => `/application/page/${page}`),
    "/application/status": as("sent", "/application/status"),
    "/check": ["/check", `/check?ccn=${FIXTURE_MEMORIAL.ccn}`, `/check?ccn=${SAINT_ELIGIUS.ccn}`, "/check?ccn=99014F"],
    "/confirm/{token}": links.confirm,
    "/help": ["/help", as("administrator", "/help")],
    "/help/r/{token}": links.helpThread,
    "/help/sent": links.helpSent,
    "/hospital/{ccn}": [home, as("colleague", county)],
    "/hospital/{ccn}/assessment": `${home}/assessment`,
    "/hospital/{ccn}/assessment/{knows}": [`${home}/assessment/hr`, `${home}/assessment/it`, `${home}/assessment/nursing?lang=es`, `${home}/assessment/hr?lang=en`],
    "/hospital/{ccn}/assessment/{knows}/invite": [`${home}/assessment/hr/invite`, `${home}/assessment/nursing/invite`],
    "/hospital/{ccn}/assessment/{knows}/key-in": `${home}/assessment/it/key-in`,
    "/hospital/{ccn}/assessment/{knows}/paper": `${home}/assessment/it/paper`,
    "/hospital/{ccn}/assessment/{knows}/{ask}": [`${home}/assessment/hr/training-done`, `${home}/assessment/it/second-step-mail`, `${home}/assessment/executive/who-answers`],
    "/hospital/{ccn}/cliffs": [`${home}/cliffs`, as("colleague", `${county}/cliffs`)],
    "/hospital/{ccn}/assess": as("assessor", `${home}/assess`),
    "/hospital/{ccn}/assess/sign-off": as("assessor", `${home}/assess/sign-off`),
    "/hospital/{ccn}/evidence": [`${home}/evidence`, as("colleague", `${county}/evidence`)],
    "/hospital/{ccn}/evidence/files/{file}": `${home}/evidence/files/1`,
    "/hospital/{ccn}/evidence/new": [`${home}/evidence/new?measure=mfa-remote`, `${home}/evidence/new`, `${home}/evidence/new?measure=mfa-mail`],
    "/hospital/{ccn}/facts": `${home}/facts`,
    "/hospital/{ccn}/facts/{fact}": [`${home}/facts/independent`, `${home}/facts/licensed_beds`, `${home}/facts/hospital_type`],
    "/hospital/{ccn}/first-administrator": [`${home}/first-administrator`, as("colleague", `${county}/first-administrator`)],
    "/hospital/{ccn}/measures/{measure}": [
      ...["mfa-remote", "vendor-list", "mfa-admins"].map((measure) => `${home}/measures/${measure}`),
      as("assessor", `${home}/measures/mfa-admins`),
      as("colleague", `${county}/measures/mfa-mail`),
    ],
    "/hospital/{ccn}/offers": [`${home}/offers`, as("colleague", `${county}/offers`)],
    "/hospital/{ccn}/offers/{offer}": [
      `${home}/offers/nonprofit-pricing`,
      `${home}/offers/windows-10-extended-updates`,
      `${home}/offers/advanced-suite-one-year`,
      as("colleague", `${county}/offers/nonprofit-pricing`),
    ],
    "/hospital/{ccn}/offers/{offer}/accept": [`${home}/offers/it-training/accept`, `${home}/offers/nonprofit-pricing/accept`],
    "/hospital/{ccn}/offers/{offer}/let-go": `${home}/offers/nonprofit-pricing/let-go`,
    "/hospital/{ccn}/care": [`${home}/care`, `${home}/care?days=42`, `${home}/care?without=ehr-host`, as("colleague", `${county}/care`)],
    "/hospital/{ccn}/care/drill": [`${home}/care/drill`, `${home}/care/drill?scenario=network-encrypted`, as("colleague", `${county}/care/drill?scenario=neighbour-dark`)],
    "/hospital/{ccn}/care/services": [`${home}/care/services`, as("colleague", `${county}/care/services`)],
    "/hospital/{ccn}/papers": [`${home}/papers`, as("colleague", `${county}/papers`)],
    "/hospital/{ccn}/people": `${home}/people`,
    "/hospital/{ccn}/plan": [`${home}/plan`, as("colleague", `${county}/plan`)],
    "/hospital/{ccn}/plan/accept": `${home}/plan/accept`,
    "/hospital/{ccn}/plan/checklist": [`${home}/plan/checklist`, as("colleague", `${county}/plan/checklist`)],
    "/hospital/{ccn}/plan/means": `${home}/plan/means`,
    "/hospital/{ccn}/plan/steps/{step}": STEPS_OF_PLAN.map((step) => `${home}/plan/steps/${step}`),
    "/hospital/{ccn}/plan/tasks": [`${home}/plan/tasks`, as("colleague", `${county}/plan/tasks`)],
    "/hospital/{ccn}/plan/tasks/{step}": links.planTasks,
    "/hospital/{ccn}/posture": [`${home}/posture`, `${home}/posture?as_of=2025-12-31`, as("colleague", `${county}/posture`)],
    "/hospital/{ccn}/posture/{safeguard}": SAFEGUARDS.map((safeguard) => `${home}/posture/${safeguard}`),
    "/hospital/{ccn}/care-machines": [`${home}/care-machines`],
    "/hospital/{ccn}/devices": [`${home}/devices`, as("colleague", `${county}/devices`), `${home}/devices?state=frozen&q=nurse`],
    "/hospital/{ccn}/devices/extended-updates": `${home}/devices/extended-updates`,
    "/hospital/{ccn}/devices/add": `${home}/devices/add`,
    "/hospital/{ccn}/devices/rules": [`${home}/devices/rules`, `${home}/devices/rules?program=Siemens%20syngo%20console&what=Scanner`],
    "/hospital/{ccn}/devices/lists/{list}": links.deviceList,
    "/hospital/{ccn}/devices/{device}": [`${home}/devices/1`, `${home}/devices/2`],
    "/hospital/{ccn}/security-cases": [`${home}/security-cases`, as("colleague", `${county}/security-cases`)],
    "/hospital/{ccn}/security-cases/new": `${home}/security-cases/new`,
    "/hospital/{ccn}/security-cases/{case}": [`${home}/security-cases/1`, `${home}/security-cases/2`],
    "/hospital/{ccn}/security-cases/{case}/paper": [`${home}/security-cases/1/paper?for=insurer`, `${home}/security-cases/2/paper?for=counsel&privilege=yes`],
    "/hospital/{ccn}/settings": [`${home}/settings`, as("colleague", `${county}/settings`)],
    "/hospital/{ccn}/settings/{setting}": SETTINGS.map((setting) => `${home}/settings/${setting}`),
    "/hospital/{ccn}/tasks": `${home}/tasks`,
    "/hospital/{ccn}/tasks/{task}": TASKS.map((task) => `${home}/tasks/${task}`),
    "/hospitals": ["/hospitals", "/hospitals?q=franklin", "/hospitals?q=zzyzx"],
    "/join/{token}": links.join,
    "/my-help/{id}": links.helpMine,
    // A person with one hospital is led to it.
    "/my-hospitals": as("operator", "/my-hospitals"),
    "/office": ["/office", "/office?seen_by=partners"],
    "/office/applications": ["/office/applications", "/office/applications?state=approved"],
    "/office/care": ["/office/care", "/office/care?seen_by=partners"],
    "/office/care/first": ["/office/care/first", "/office/care/first?state=MT&lacks=registration", "/office/care/first?state=ZZ&lacks=assessment"],
    "/office/cases/{id}": links.cases,
    "/office/hospitals": ["/office/hospitals", "/office/hospitals?offer=nonprofit-pricing&answer=refer", "/office/hospitals?text=nowhere"],
    "/office/hospitals/{ccn}": [`/office/hospitals/${FIXTURE_MEMORIAL.ccn}`, `/office/hospitals/${SAINT_ELIGIUS.ccn}`],
    "/office/queue": ["/office/queue", "/office/queue?show=settled"],
    "/office/run/mail/{id}": links.letters.slice(0, 2),
    "/office/run/rejects/{kind}": links.rejects,
    "/office/support": ["/office/support", "/office/support?show=closed"],
    "/office/support/{id}": links.requests,
    "/office/what-if": ["/office/what-if", `/office/what-if?what=hospitals&hospitals=${FIXTURE_MEMORIAL.ccn}`],
    "/operator/{token}": links.operator,
    "/programs/{program}": PROGRAM,
    "/programs/{program}/apply": [`${PROGRAM}/apply`, as("registrant", `${PROGRAM}/apply`), as("sent", `${PROGRAM}/apply`)],
    "/questions": as("invited", "/questions"),
    "/questions/open/{token}": links.part,
    "/questions/{ask}": [as("invited", "/questions/training-done"), as("invited", "/questions/leavers-off")],
    "/register": ["/register", as("registrant", "/register"), `/register?ccn=${LITTLE_FORK.ccn}`],
    "/register/done": as("sent", "/register/done"),
    "/register/{step}": STEPS.map((step) => `/register/${step}`),
    "/resume/{token}": links.resume,
    "/resume-application/{token}": links.resumeApplication,
    "/set-up-sign-in/{token}": links.setUp,
    "/sign-in": ["/sign-in", as("administrator", "/sign-in")],
  };
}
