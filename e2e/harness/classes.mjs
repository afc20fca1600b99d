// A college, a class of it and whoever teaches it, as the office, a hospital and the instructor make them through pages and mail.

import { fillDay } from "./evidence.mjs";
import { fillIn, press } from "./form.mjs";
import { linkIn, mailTo } from "./outbox.mjs";
import { pathOf } from "./registration.mjs";

/// What the form of a college takes; the place is near the made-up hospitals.
const COLLEGE = {
  name: "Franklin Valley College",
  unit_id: "999901",
  city: "Franklin City",
  state: "ZZ",
  zip: "99901",
  contact_name: "Ada Dean",
  contact_email: "ada@valley.example",
  lessons: "report-it",
  seats: "12",
};

/// Adds a college. Returns its address.
export async function addCollege(operator, other = {}) {
  await operator.goto("/office/colleges/new");
  await fillIn(operator, { ...COLLEGE, ...other });
  await operator.locator('[name=packs][value="it"]').check();
  await press(operator, "Keep the college");
  return new URL(operator.url()).pathname;
}

/// Plans a class of the college and opens it. Returns its address.
export async function openClass(operator, college, { title, instructor, starts, ends }) {
  await operator.goto(`/office/cohorts/new?college=${college.split("/").at(-1)}`);
  await fillIn(operator, { title, pack: "it", seats: "12", instructor: instructor.name, instructor_email: instructor.email });
  await fillDay(operator, "starts_on", starts);
  await fillDay(operator, "ends_on", ends);
  await press(operator, "Keep the class");
  await press(operator, "Open the class");
  return new URL(operator.url()).pathname;
}

/// Mails the link of a class to whoever teaches it. Returns where it leads.
export async function classLink(server, operator, at, email) {
  await operator.goto(at);
  await press(operator, /^Mail (the|a new) link$/);
  return pathOf(linkIn(await mailTo(server.outbox, email, "Your class"), "/teach/"));
}
