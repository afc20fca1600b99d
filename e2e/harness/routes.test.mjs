// Tests of reading the table of routes, and of telling what is missing from the places.

import assert from "node:assert/strict";
import { test } from "node:test";

import { parseRoutes, routes, visitsOf, whoMaySee } from "./routes.mjs";

const TABLE = `---
source: crates/fixture.rs
expression: table
---
GET    /                                            public
GET    /hospital/{ccn}                              hospital: view_hospital
POST   /hospital/{ccn}                              hospital: edit_hospital
GET    /office/funnel.csv                           program: view_aggregates
GET    /api/v1/check/{ccn}                          api public, rate limited
GET    /register/tasks                              holder of the draft
`;

test("the table is read line by line", () => {
  const table = parseRoutes(TABLE);
  assert.equal(table.length, 6);
  assert.deepEqual(table[1], { method: "GET", pattern: "/hospital/{ccn}", access: "hospital: view_hospital" });
  assert.throws(() => parseRoutes("---\nnothing\n"), /holds no route/);
});

test("who may see a route follows from what it asks for", () => {
  const asks = ["public, rate limited", "signed in", "hospital: manage_people", "program: review", "holder of the draft", "api signed in"];
  assert.deepEqual(asks.map(whoMaySee), ["stranger", "administrator", "administrator", "operator", "registrant", null]);
  assert.throws(() => whoMaySee("moon"), /nobody here is known/);
});

test("a page without a way to it, and a way to no page, are both told", () => {
  const table = parseRoutes(TABLE);
  const notPages = { "/office/funnel.csv": "a file" };
  const all = visitsOf(table, { "/hospital/{ccn}": ["/hospital/991301", { as: "colleague", at: "/hospital/991302" }] }, notPages);
  assert.deepEqual(all.wrong, []);
  assert.deepEqual(all.visits.map(({ as, at }) => `${as} ${at}`), [
    "stranger /",
    "administrator /hospital/991301",
    "colleague /hospital/991302",
    "registrant /register/tasks",
  ]);
  assert.match(visitsOf(table, {}, notPages).wrong.join(), /\/hospital\/\{ccn\} is a page nobody visits/);
  assert.match(visitsOf(table, { "/gone/{id}": "/gone/1" }, notPages).wrong.join(), /\/gone\/\{id\} is in harness\/places\.mjs and not/);
});

test("the portal's own table is there", async () => {
  assert.ok((await routes()).some(({ pattern }) => pattern === "/hospital/{ccn}/offers"));
});
