// An instructor opens a mailed link, sends in grades with one bad line, mends it and closes the class. Without scripts.

import { axe, fits, keyboardOnly, quiet } from "../harness/checks.mjs";
import { addCollege, classLink, openClass } from "../harness/classes.mjs";
import { dayFromNow, fileNamed } from "../harness/evidence.mjs";
import { follow, heading, hides, press, says, status } from "../harness/form.mjs";
import { FIXTURE_MEMORIAL } from "../harness/franklin.mjs";
import { administrator, becomeOperator } from "../harness/people.mjs";
import { sendRoster } from "../harness/training.mjs";

export const name = "an instructor grades a class and closes it, without scripts";
export const franklin = true;

const INES = { name: "Ines Teacher", email: "ines@valley.example" };
const ROSTER = "number,name,department,role\n101,Ann Moss,Lab,it\n102,Bo Ray,Lab,it\n103,Cy Dale,Nursing,clinical\n";

export async function run({ server, visit, step, picture }) {
  const operator = await visit();
  const dana = await visit();
  const ines = await visit("noScript");
  const look = async (page, what) => {
    await axe(page);
    quiet(page);
    await picture(page, what);
  };
  const classes = `/hospital/${FIXTURE_MEMORIAL.ccn}/training/classes`;
  let link;

  await step("the office adds a college and opens a class", async () => {
    await becomeOperator(operator, server, { name: "Ann Lee", email: "ann@office.example" });
    const college = await addCollege(operator);
    await says(operator, "The college is on the list", "miles by road");
    await look(operator, "1-college");
    const at = await openClass(operator, college, { title: "Security for small hospitals", instructor: INES, starts: dayFromNow(5), ends: dayFromNow(40) });
    await says(operator, "The class is open", "0 of 12 taken");
    await look(operator, "2-class");
    link = await classLink(server, operator, at, INES.email);
  });

  await step("a hospital puts two of its people forward", async () => {
    await administrator(dana, server, FIXTURE_MEMORIAL, { name: "Dana Whitfield", email: `dana.whitfield@${FIXTURE_MEMORIAL.domain}` });
    await sendRoster(dana, FIXTURE_MEMORIAL, ROSTER);
    await dana.goto(classes);
    await says(dana, "Franklin Valley College", "miles by road", "12 seats left of 12");
    await look(dana, "3-near");
    await follow(dana, /^Put people forward/);
    for (const number of ["101", "102"]) await dana.locator(`[name=person][value="${number}"]`).check();
    await look(dana, "4-put-forward");
    await press(dana, "Put them forward");
    await says(dana, "They have their seats", "Ann Moss", "2 seats are yours");
  });

  await step("the link opens the class", async () => {
    await ines.goto(link);
    await heading(ines, "Security for small hospitals");
    await says(ines, "Ann Moss", "Bo Ray", "2 of 12 seats");
    await hides(ines, "Cy Dale");
    await look(ines, "5-class-list");
    await keyboardOnly(ines);
    await press(ines, "Start the class");
    await says(ines, "The class runs");
  });

  const grading = () => ines.locator('form[action$="/grades"]');
  await step("grades with one bad line are shown before anything is kept", async () => {
    const file = await fileNamed("grades.csv", "seat,name,grade\n1,Ann Moss,passed\n2,Bo Ray,A+\n");
    await grading().locator("[name=file]").setInputFiles(file);
    await press(ines, "Check the grades");
    await says(ines, "1 grade to keep. Nothing is kept yet.", "Line 3, grade: `A+` is no grade");
    await look(ines, "6-bad-line");
  });

  await step("the line is mended where it stands, and kept", async () => {
    const box = grading().locator("textarea");
    await box.fill((await box.inputValue()).replace("A+", "did not pass"));
    await press(ines, "Check the grades");
    await says(ines, "2 grades to keep");
    await hides(ines, "is no grade");
    await press(ines, "Keep 2 grades");
    await says(ines, "The grades are kept", "Did not pass");
  });

  await step("the class is closed once, and counts", async () => {
    await says(ines, "Everybody has a grade");
    await press(ines, "Close the class");
    await says(ines, "The class is closed");
    await look(ines, "7-closed");
    await fits(ines);
    const again = await ines.context().request.post(new URL(link, ines.url()).href, { form: { act: "close", why: "" }, headers: { "sec-fetch-site": "same-origin" } });
    status(again, 422);
    await dana.goto(classes);
    await says(dana, "Ann Moss Passed", "Bo Ray Did not pass");
    await look(dana, "8-own-seats");
    await dana.goto(`/hospital/${FIXTURE_MEMORIAL.ccn}/training/people?q=Ann`);
    await follow(dana, /Ann Moss/);
    await says(dana, "Taught in a class");
  });

  await step("a link that was replaced opens nothing", async () => {
    const answer = await ines.goto("/teach/no-such-link");
    status(answer, 410);
    await look(ines, "9-dead-link");
  });

}
