// A record store as small as a journey needs it, which holds every statement of a lesson against the rules of cmi5.
// Source: AICC/ADL, cmi5 Quartz, 1st edition (June 1, 2016), sections 7 to 11; xAPI 1.0.3, part 2. It is a stub: it keeps one
// learner's one registration, and knows no rule that a lesson cannot break.

const CMI5 = "https://w3id.org/xapi/cmi5/context/categories/cmi5";
const MOVE_ON = "https://w3id.org/xapi/cmi5/context/categories/moveon";
const SESSION = "https://w3id.org/xapi/cmi5/context/extensions/sessionid";
const MASTERY = "https://w3id.org/xapi/cmi5/context/extensions/masteryscore";
const VERB = /^http:\/\/adlnet\.gov\/expapi\/verbs\/(initialized|completed|passed|failed|terminated)$/;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-5][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const DURATION = /^PT(\d+H)?(\d+M)?(\d+(\.\d+)?S)?$/;

/// The verb of a statement in one word.
export const verbOf = (statement) => VERB.exec(statement.verb?.id)?.[1] ?? "?";

const same = (a, b) => JSON.stringify(a) === JSON.stringify(b);

/// What a session of cmi5 is launched with.
export function launchOf({ session, url, mode = "Normal", returnURL = null }) {
  return {
    actor: { objectType: "Agent", account: { homePage: url, name: "learner-7" } },
    registration: "7a1e6a5e-5d1c-4c05-9d8a-0f6a8a5c2b11",
    // Of the system's own making, and never the id in the package.
    activityId: `${url}/activity/7`,
    token: Buffer.from(`session:${session}`).toString("base64"),
    data: {
      contextTemplate: {
        extensions: { [SESSION]: session },
        contextActivities: { grouping: [{ id: "https://github.com/holdfast-health/holdfast/lessons/report-it/en/page" }] },
      },
      launchMode: mode,
      masteryScore: 1,
      moveOn: "CompletedAndPassed",
      ...(returnURL && { returnURL }),
    },
  };
}

/// What is wrong with a statement, given those before it in the registration and how the session was launched.
export function faults(statement, before, launch) {
  const found = [];
  const must = (isSo, what) => isSo || found.push(what);
  const verb = verbOf(statement);
  const context = statement.context ?? {};
  const result = statement.result ?? {};
  const template = launch.data.contextTemplate;
  const session = template.extensions[SESSION];
  const inSession = before.filter((one) => one.context?.extensions?.[SESSION] === session).map(verbOf);
  const categories = [].concat(context.contextActivities?.category ?? []).map(({ id }) => id);
  const isMark = ["completed", "passed", "failed"].includes(verb);

  must(verb !== "?", `the verb is none that a lesson may use: ${statement.verb?.id}`);
  must(UUID.test(statement.id), "the id is no UUID");
  must(!before.some((one) => one.id === statement.id), "the id was used before");
  must(same(statement.actor, launch.actor), "the actor is not the one that was launched");
  must(statement.object?.id === launch.activityId, "the object is not the activity that was launched");
  must(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(statement.timestamp ?? ""), "there is no timestamp in UTC");
  must(context.registration === launch.registration, "the registration is not the one that was launched");
  must(context.extensions?.[SESSION] === session, "the session is missing");
  must(same(context.contextActivities?.grouping, template.contextActivities.grouping), "the template's grouping is lost");
  must(categories.includes(CMI5), "the category of cmi5 is missing");
  must(categories.includes(MOVE_ON) === isMark, "the category moveon is for marks and for nothing else");

  must((verb === "initialized") === (inSession.length === 0), "initialized is the first of a session, and once");
  must(!inSession.includes("terminated"), "nothing comes after terminated");
  must(!inSession.includes(verb), `${verb} comes once in a session`);
  must(!isMark || !before.some((one) => verbOf(one) === verb), `${verb} comes once in a registration`);
  must(!isMark || launch.data.launchMode === "Normal", "who only looks is not marked");

  must((result.completion === true) === (verb === "completed"), "completion is said by completed alone");
  must((result.success === true) === (verb === "passed"), "success is said by passed alone");
  must(result.score === undefined || ["passed", "failed"].includes(verb), "a score is for passed or failed");
  if (result.score?.raw !== undefined) must(result.score.min <= result.score.raw && result.score.raw <= result.score.max, "raw lies within no scale");
  if (verb === "passed") {
    must((result.score?.scaled ?? 1) >= launch.data.masteryScore, "passed below the mastery score");
    must(context.extensions?.[MASTERY] === launch.data.masteryScore, "the mastery score is missing");
  }
  if (isMark || verb === "terminated") must(DURATION.test(result.duration ?? ""), "the duration is missing");
  return found;
}

/// A store that answers as a handler of requests below `/lrs/` and `/fetch`. It keeps statements, documents and every fault. `before`: what is
/// waited for first.
export function recordStore() {
  const store = { launch: null, statements: [], documents: new Map(), faults: [], tokens: 0, failNext: 0, before: null };
  const complain = (what) => store.faults.push(what);

  function take(statements) {
    for (const statement of statements) {
      const held = store.statements.find(({ id }) => id === statement.id);
      // Sent again after a failure, the same is no second one.
      if (held && same(held, statement)) continue;
      faults(statement, store.statements, store.launch).forEach((what) => complain(`${verbOf(statement)}: ${what}`));
      store.statements.push(statement);
    }
  }

  /// The status and the body to answer with.
  store.answer = (method, address, headers, body) => {
    const query = Object.fromEntries(address.searchParams);
    if (address.pathname === "/fetch") {
      if (method !== "POST") complain("the token was asked for by another method than POST");
      store.tokens += 1;
      if (store.tokens > 1) return [200, { "error-code": "1", "error-text": "The token was fetched before" }];
      return [200, { "auth-token": store.launch.token }];
    }
    if (headers.authorization !== `Basic ${store.launch.token}`) complain(`${method} ${address.pathname} has no token`);
    if (!/^1\.0\./.test(headers["x-experience-api-version"] ?? "")) complain(`${method} ${address.pathname} names no version`);
    if (store.failNext > 0 && method !== "GET") {
      store.failNext -= 1;
      return [503, { error: "not now" }];
    }
    const part = address.pathname.replace("/lrs/", "");
    if (part === "statements" && method === "POST") {
      const sent = [].concat(JSON.parse(body));
      take(sent);
      return [200, sent.map(({ id }) => id)];
    }
    if (part === "agents/profile") {
      if (query.profileId !== "cmi5LearnerPreferences") complain(`a profile nobody knows: ${query.profileId}`);
      return [404, {}];
    }
    if (part === "activities/state") {
      const { launch } = store;
      if (query.activityId !== launch.activityId || query.registration !== launch.registration) complain("a state of something else");
      if (!same(JSON.parse(query.agent ?? "null"), launch.actor)) complain("a state of somebody else");
      if (query.stateId === "LMS.LaunchData") {
        if (method !== "GET") complain("the launch data are not the lesson's to write");
        return [200, launch.data];
      }
      if (method === "PUT") {
        store.documents.set(query.stateId, JSON.parse(body));
        return [204, null];
      }
      const held = store.documents.get(query.stateId);
      return held ? [200, held] : [404, {}];
    }
    complain(`${method} ${address.pathname} is nothing a lesson asks for`);
    return [404, {}];
  };

  /// Begins a session of the same registration.
  store.begin = (launch) => {
    store.launch = launch;
    store.tokens = 0;
  };
  return store;
}
