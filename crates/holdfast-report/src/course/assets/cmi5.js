// Speaks to a learning system by cmi5, and knows nothing of the page. Source: AICC/ADL, cmi5 Quartz, 1st edition (June 1, 2016),
// sections 7 to 11; xAPI 1.0.3.

const keeper = (() => {
  const PARAMETERS = ["endpoint", "fetch", "actor", "registration", "activityId"];
  const CMI5 = "https://w3id.org/xapi/cmi5/context/categories/cmi5";
  const MOVE_ON = "https://w3id.org/xapi/cmi5/context/categories/moveon";
  const MASTERY = "https://w3id.org/xapi/cmi5/context/extensions/masteryscore";
  const VERBS = {
    initialized: "http://adlnet.gov/expapi/verbs/initialized",
    completed: "http://adlnet.gov/expapi/verbs/completed",
    passed: "http://adlnet.gov/expapi/verbs/passed",
    terminated: "http://adlnet.gov/expapi/verbs/terminated",
  };
  /// Where this lesson keeps its answers. The system's own documents are read and never written.
  const STATE = "holdfast.answers";

  const given = new URLSearchParams(location.search);
  const launch = {};
  let actor = null;
  let token = "";
  let data = {};
  let began = 0;
  let isOver = false;
  /// Answers that the system has not taken yet.
  let unkept = null;
  /// That the lesson is done, and that the session ends. Each is made once, so that sending it again after a failure tells the same thing
  /// and not a second one.
  let marks = null;
  let isMarked = false;
  let end = null;
  /// Requests go one after the other, so that statements arrive in order.
  let last = Promise.resolve();

  const onlyLooks = () => (data.launchMode ?? "Normal") !== "Normal";
  const duration = () => `PT${((Date.now() - began) / 1000).toFixed(2)}S`;

  /// An address of the web; any other kind could be a script.
  function web(text, what) {
    let address = null;
    try {
      address = new URL(text, location.href);
    } catch {
      // Said below.
    }
    if (!address || !/^https?:$/.test(address.protocol)) throw new Error(`${what} is no web address`);
    return address;
  }

  /// `crypto.randomUUID` is missing where a hospital's own network has no TLS.
  function uuid() {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    bytes[6] = (bytes[6] & 0x0f) | 0x40;
    bytes[8] = (bytes[8] & 0x3f) | 0x80;
    const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
  }

  function ask(method, path, query, body) {
    const address = web(launch.endpoint.replace(/\/*$/, "/") + path, "endpoint");
    for (const [name, value] of Object.entries(query)) address.searchParams.set(name, value);
    const headers = { Authorization: `Basic ${token}`, "X-Experience-API-Version": "1.0.3" };
    if (body !== undefined) headers["Content-Type"] = "application/json";
    // What is on its way goes on when the page is closed.
    return fetch(address, { method, headers, body: body && JSON.stringify(body), keepalive: method !== "GET", cache: "no-store" });
  }

  async function must(asked, what) {
    const answer = await asked;
    if (!answer.ok) throw new Error(`${what}: ${answer.status}`);
    return answer;
  }

  const state = (stateId) => ({ stateId, activityId: launch.activityId, agent: launch.actor, registration: launch.registration });

  function context(categories, score) {
    const made = JSON.parse(JSON.stringify(data.contextTemplate ?? {}));
    made.registration = launch.registration;
    const around = (made.contextActivities ??= {});
    const there = [].concat(around.category ?? []);
    const missing = categories.filter((id) => !there.some((one) => one.id === id));
    around.category = [...there, ...missing.map((id) => ({ id }))];
    if (score && data.masteryScore !== undefined) {
      made.extensions = { [MASTERY]: data.masteryScore, ...made.extensions };
    }
    return made;
  }

  function statement(verb, categories, result) {
    return {
      id: uuid(),
      actor,
      verb: { id: VERBS[verb], display: { en: verb } },
      object: { objectType: "Activity", id: launch.activityId },
      context: context(categories, verb === "passed"),
      ...(result && { result }),
      timestamp: new Date().toISOString(),
    };
  }

  const tell = (statements) => must(ask("POST", "statements", {}, statements), "statements");

  async function tokenOf(address) {
    const answer = await must(fetch(web(address, "fetch"), { method: "POST" }), "fetch");
    const said = await answer.json();
    if (typeof said["auth-token"] === "string") return said["auth-token"];
    throw new Error(`fetch: ${said["error-code"] ?? ""} ${said["error-text"] ?? ""}`.trim());
  }

  function inTurn(job) {
    const next = last.then(job);
    last = next.catch(() => {});
    return next;
  }

  const ending = () => (end ??= statement("terminated", [CMI5], { duration: duration() }));
  const hold = ({ answers, place }) =>
    must(ask("PUT", "activities/state", state(STATE), { answers, place, isDone: isMarked }), STATE);

  /// Sends what the system has not taken: that the lesson is done first, for the answers then say so too.
  async function keep() {
    if (marks && !isMarked) {
      await tell(marks);
      isMarked = true;
    }
    const now = unkept;
    if (!now) return;
    await hold(now);
    if (unkept === now) unkept = null;
  }

  return {
    /// What the system holds of this learner; null where the page was opened by no system.
    async start() {
      if (!PARAMETERS.some((name) => given.has(name))) return null;
      const missing = PARAMETERS.filter((name) => !given.get(name));
      if (missing.length > 0) throw new Error(`${missing.join(", ")}?`);
      for (const name of PARAMETERS) launch[name] = given.get(name);
      actor = JSON.parse(launch.actor);
      token = await tokenOf(launch.fetch);
      data = await (await must(ask("GET", "activities/state", state("LMS.LaunchData")), "LMS.LaunchData")).json();
      // The profile asks that it is read; the lesson is in one language and has no sound.
      await ask("GET", "agents/profile", { profileId: "cmi5LearnerPreferences", agent: launch.actor });
      const held = await ask("GET", "activities/state", state(STATE));
      if (!held.ok && held.status !== 404) throw new Error(`${STATE}: ${held.status}`);
      const kept = held.ok ? await held.json() : {};
      began = Date.now();
      await tell([statement("initialized", [CMI5])]);
      isMarked = kept.isDone === true;
      return {
        answers: String(kept.answers ?? ""),
        place: String(kept.place ?? ""),
        isDone: isMarked,
        onlyLooks: onlyLooks(),
        canLeave: Boolean(data.returnURL),
      };
    },

    /// Keeps the answers so far, and once all are right that the lesson is done: one time for each registration. Settles when the system
    /// has taken them.
    save(answers, place, isDone) {
      if (onlyLooks()) return Promise.resolve();
      if (!began || isOver) return Promise.reject(new Error("terminated"));
      unkept = { answers, place };
      if (isDone && !isMarked) {
        marks ??= [
          statement("completed", [CMI5, MOVE_ON], { completion: true, duration: duration() }),
          statement("passed", [CMI5, MOVE_ON], {
            success: true,
            score: { scaled: 1, raw: 100, min: 0, max: 100 },
            duration: duration(),
          }),
        ];
      }
      return inTurn(keep);
    },

    /// Ends the session by the button: what was answered is kept, then the system is told. Gives where to go. After a failure it can be
    /// asked again.
    leave() {
      const next = web(data.returnURL, "returnURL").href;
      return inTurn(async () => {
        if (!isOver) {
          await keep();
          await tell([ending()]);
          isOver = true;
        }
        return next;
      });
    },

    /// Ends the session while the page goes, and nothing can be waited for. What is on its way is told again with the end, in one request
    /// and in order; a system knows it by its ids.
    gone() {
      if (!began || isOver) return;
      isOver = true;
      if (unkept) hold(unkept).catch(() => {});
      tell([...(isMarked ? [] : (marks ?? [])), ending()]).catch(() => {});
    },
  };
})();
