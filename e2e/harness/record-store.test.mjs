// The rules of cmi5 as the record store holds them: a sound session passes, and each rule is broken once.

import assert from "node:assert/strict";
import { test } from "node:test";

import { faults, launchOf } from "./record-store.mjs";

const launch = launchOf({ session: "s1", url: "http://localhost:1" });
const verb = (word) => ({ id: `http://adlnet.gov/expapi/verbs/${word}` });
const category = (word) => ({ id: `https://w3id.org/xapi/cmi5/context/categories/${word}` });

let n = 0;
function said(word, result, categories = ["cmi5"], extensions = {}) {
  const { contextTemplate } = launch.data;
  return {
    id: `00000000-0000-4000-8000-${String((n += 1)).padStart(12, "0")}`,
    actor: launch.actor,
    verb: verb(word),
    object: { id: launch.activityId },
    context: {
      registration: launch.registration,
      contextActivities: { ...contextTemplate.contextActivities, category: categories.map(category) },
      extensions: { ...contextTemplate.extensions, ...extensions },
    },
    ...(result && { result }),
    timestamp: "2026-08-10T12:00:00.000Z",
  };
}

const MASTERY = { "https://w3id.org/xapi/cmi5/context/extensions/masteryscore": 1 };
const begun = () => said("initialized");
const completed = () => said("completed", { completion: true, duration: "PT9.5S" }, ["cmi5", "moveon"]);
const passed = () => said("passed", { success: true, score: { scaled: 1, raw: 100, min: 0, max: 100 }, duration: "PT9S" }, ["cmi5", "moveon"], MASTERY);
const ended = () => said("terminated", { duration: "PT1M2S" });

test("a sound session has no fault", () => {
  const session = [begun(), completed(), passed(), ended()];
  session.forEach((statement, i) => assert.deepEqual(faults(statement, session.slice(0, i), launch), []));
});

test("each rule is held", () => {
  const after = [begun()];
  const broken = [
    [() => said("progressed"), /verb is none/],
    [() => ({ ...ended(), id: "7" }), /no UUID/],
    [() => ({ ...ended(), id: after[0].id }), /used before/],
    [() => ({ ...ended(), actor: { account: { name: "another" } } }), /actor/],
    [() => ({ ...ended(), object: { id: "https://github.com/" } }), /object/],
    [() => ({ ...ended(), timestamp: "2026-08-10T12:00:00+02:00" }), /timestamp/],
    [() => ({ ...ended(), context: { ...ended().context, registration: "7" } }), /registration/],
    [() => ({ ...ended(), context: { ...ended().context, extensions: {} } }), /session is missing/],
    [() => ({ ...ended(), context: { ...ended().context, contextActivities: { category: [category("cmi5")] } } }), /grouping/],
    [() => said("terminated", { duration: "PT1S" }, []), /category of cmi5/],
    [() => said("terminated", { duration: "PT1S" }, ["cmi5", "moveon"]), /moveon/],
    [() => said("completed", { completion: true, duration: "PT1S" }), /moveon/],
    [() => begun(), /initialized is the first/],
    [() => said("terminated"), /duration/],
    [() => said("terminated", { duration: "PT1S", completion: true }), /completion/],
    [() => said("terminated", { duration: "PT1S", score: { scaled: 1 } }), /score is for/],
    [() => ({ ...passed(), result: { ...passed().result, score: { scaled: 0.5 } } }), /below the mastery/],
    [() => ({ ...passed(), result: { ...passed().result, score: { raw: 100 } } }), /no scale/],
    [() => ({ ...passed(), context: completed().context }), /mastery score is missing/],
  ];
  for (const [make, what] of broken) assert.match(faults(make(), after, launch).join("; "), what);
  assert.match(faults(ended(), [begun(), ended()], launch).join(), /after terminated/);
  assert.match(faults(passed(), [passed(), ...after], launch).join(), /once in a registration/);
  assert.match(faults(ended(), [], launch).join(), /first of a session/);
  const looks = { ...launch, data: { ...launch.data, launchMode: "Browse" } };
  assert.match(faults(passed(), after, looks).join(), /only looks/);
});
