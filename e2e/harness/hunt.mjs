// The result of a hunt as a program writes it, and the way it is sent in. It knows the shapes of a line, and no engine.

import { fileNamed } from "./evidence.mjs";
import { press } from "./form.mjs";

/// A time so many minutes ago.
export function minutesAgo(minutes) {
  return new Date(Date.now() - minutes * 60_000).toISOString();
}

/// One finding.
export function finding({ rule, host, severity = "high", at = minutesAgo(30), tactics = ["impact"], techniques = ["T1490"], fields = {} }) {
  return {
    type: "finding",
    rule: { id: rule.toLowerCase().replaceAll(" ", "-"), title: rule, author: "Ann Author", level: severity, techniques, tactics },
    severity,
    host,
    n_events: 3,
    first_at: at,
    last_at: at,
    example: { at, channel: "Security", provider: "Microsoft-Windows-Security-Auditing", event_id: 4688, record_id: 4711, file: "Security.evtx", place: 4096, fields },
  };
}

/// What was read of one computer's log.
export function coverage(host, lastAt = minutesAgo(20)) {
  return { type: "coverage", host, channel: "Security", n_events: 1234, first_at: minutesAgo(60 * 24 * 30), last_at: lastAt };
}

/// A whole result as text.
export function hunt(lines) {
  const head = { type: "hunt", version: 1, engine: "holdfast 0.1.0", began_at: minutesAgo(10), n_rules: 3, rules_digest: "ab" };
  const end = { type: "end", ended_at: minutesAgo(9), n_files: 1, n_events: 9, n_hits: 3, n_allowed: 0, n_findings: lines.length, n_unread: 0 };
  return `${[head, ...lines, end].map((line) => JSON.stringify(line)).join("\n")}\n`;
}

/// Sends in a result. Returns the answer.
export async function sendHunt(page, ccn, text, name = "hunt.jsonl") {
  await page.goto(`/hospital/${ccn}/security-cases/new`);
  await page.locator("[name=file]").setInputFiles(await fileNamed(name, text));
  return press(page, "Send it in");
}
