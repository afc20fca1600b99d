// The pages of an application to a program, in the words of its form.

import { fillIn, heading, press, says } from "./form.mjs";

export const PROGRAM = "/programs/ai-for-health";

/// What a nonprofit answers, page by page, in the order asked.
export function pagesOf({ name, email, organization }) {
  return {
    "about-you": { "organization-name": organization, "applicant-kind": "nonprofit", "based-in-us": "yes", "contact-name": name, "contact-email": email },
    "the-problem": {
      "focus-area": "telemedicine",
      problem: "Stroke patients wait two hours for a neurologist.",
      "people-served": "1,200",
      communities: "Copper and Beacon counties.",
    },
    "data-and-ethics": {
      "data-held": "Times of 900 calls, held by us.",
      "data-access": "yes",
      "uses-patient-data": "yes",
      "ethics-reviewed": "yes",
      harm: "Patients whose speech the tool was not trained on.",
    },
    "team-and-plan": {
      team: "One nurse, ten hours a week.",
      "wants-cloud-credit": "yes",
      "wants-scientist-hours": "yes",
      "wants-cash": "no",
      milestones: "Month 3: a first model.",
      "will-publish": "yes",
    },
  };
}

/// Starts an application.
export async function beginApplication(page) {
  await page.goto(`${PROGRAM}/apply`);
  await press(page, "Start");
  await heading(page, "Your application");
}

/// Answers one page, wherever the applicant is.
export async function answerPage(page, which, fields) {
  const at = `/application/page/${which}`;
  await page.goto(at);
  await fillIn(page, fields);
  await press(page, "Save and go on");
  if (new URL(page.url()).pathname === at) throw new Error(`"${which}" was not taken: ${await page.locator("main").innerText()}`);
}

/// Starts, answers everything and stops before sending.
export async function fillApplication(page, applicant) {
  await beginApplication(page);
  for (const [which, fields] of Object.entries(pagesOf(applicant))) await answerPage(page, which, fields);
}

/// Sends what was filled in. Returns the reference.
export async function sendApplication(page) {
  await page.goto("/application/check");
  await press(page, "Send the application");
  await says(page, "Application sent");
  return (await page.locator(".reference").innerText()).trim();
}
