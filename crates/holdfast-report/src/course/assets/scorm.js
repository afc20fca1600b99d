// Speaks to a learning system by SCORM, in the dialect above. It knows nothing of the page.

const keeper = (() => {
  /// Windows to look through, from ours upwards. A system that hides further up than this is none.
  const FAR = 10;

  let api = null;
  let began = 0;
  let isOver = false;
  let onlyLooks = false;
  let isMarked = false;

  function above(first) {
    let at = first;
    for (let n = 0; at && n < FAR; n += 1) {
      try {
        if (at[dialect.api]) return at[dialect.api];
      } catch {
        // A window of another site is not ours to look into; one above it may be.
      }
      if (at.parent === at) break;
      at = at.parent;
    }
    return null;
  }

  function find() {
    const opener = (of) => {
      try {
        return of.opener;
      } catch {
        return null;
      }
    };
    return above(window) ?? above(opener(window)) ?? above(opener(window.top));
  }

  const read = (name) => String(api[dialect.read](name) ?? "");

  function must(answer, what) {
    if (String(answer) === "true") return;
    const code = String(api[dialect.code]());
    throw new Error(`${what}: ${code} ${api[dialect.why](code)}`.trim());
  }

  const write = (name, value) => must(api[dialect.write](name, value), name);
  const spent = () => dialect.duration((Date.now() - began) / 1000);
  const commit = () => must(api[dialect.keep](""), dialect.keep);

  return {
    /// What the system holds of this learner; null where there is no system.
    async start() {
      api = find();
      if (!api) return null;
      must(api[dialect.begin](""), dialect.begin);
      began = Date.now();
      onlyLooks = ["browse", "review"].includes(read(dialect.mode));
      const isDone = dialect.isDone(read);
      const answers = read(dialect.answers);
      const place = read(dialect.place);
      // Whoever leaves finds their answers again, done or not.
      write(dialect.exit, "suspend");
      if (!isDone && !onlyLooks) {
        for (const [name, value] of dialect.begun) write(name, value);
        commit();
      }
      isMarked = isDone;
      return { answers, place, isDone, onlyLooks, canLeave: false };
    },

    /// Keeps the answers so far, and once all are right that the lesson is done. Said once is enough: it is never taken back.
    async save(answers, place, isDone) {
      if (onlyLooks) return;
      if (!api || isOver) throw new Error(dialect.end);
      write(dialect.answers, answers);
      write(dialect.place, place);
      // Told each time, for a system may never hear of the end.
      api[dialect.write](dialect.spent, spent());
      if (isDone && !isMarked) {
        for (const [name, value] of dialect.scale) api[dialect.write](name, value);
        for (const [name, value] of dialect.done) write(name, value);
      }
      commit();
      isMarked ||= isDone;
    },

    /// Ends the session. The page is going, so nobody reads what went wrong.
    gone() {
      if (!api || isOver || !began) return;
      isOver = true;
      try {
        // No commit: everything was kept when it was answered, ending keeps the rest, and many systems cannot keep twice while a
        // page goes, for browsers refuse a request that waits then.
        api[dialect.write](dialect.spent, spent());
        api[dialect.end]("");
      } catch {
        // The window of the system may be gone already.
      }
    },
  };
})();
