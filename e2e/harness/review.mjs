// A reviewer at the queue: opens a hospital's case, and sends a decision.

import { fillIn, follow, press } from "./form.mjs";

/// Opens a case of the queue by whose it is, and returns its address.
export async function openCase(page, name, query = "") {
  await page.goto(`/office/queue${query}`);
  await follow(page, name);
  return new URL(page.url()).pathname;
}

/// Decides the case that is open: `act` is approve, refuse, ask_back or state_fact.
export async function decide(page, act, reason, more = {}) {
  await fillIn(page, { act, reason, ...more });
  return press(page, "Send the decision");
}

/// A hospital asks for an offer that hangs on its independence, and the reviewer finds it independent.
export async function proveIndependence(hospitalPage, reviewerPage, hospital, offer) {
  await hospitalPage.goto(`/hospital/${hospital.ccn}/offers/${offer}`);
  await press(hospitalPage, "Ask a reviewer");
  await openCase(reviewerPage, hospital.name);
  await decide(reviewerPage, "state_fact", "The cost report names no home office.", { fact: "yes" });
}
