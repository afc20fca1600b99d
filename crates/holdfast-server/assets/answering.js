// A convenience of the pages that put questions; they work without it. Loaded after holdfast.js.
"use strict";

/** Forms with data-keep: what is typed stays in this browser until the server says that it is saved, so that a dropped line
 *  loses nothing. Never for secrets. Gone after a day, and when one leaves or signs out. */
function keepTyped() {
  const before = "typed:";
  let store;
  try { store = localStorage; store.getItem(before); } catch { return; }
  const kept = (key) => { try { return JSON.parse(store.getItem(key)) || {}; } catch { return {}; } };
  const forget = (which) => { for (const key of Object.keys(store)) if (key.startsWith(before) && which(key)) store.removeItem(key); };
  forget((key) => !(Date.now() - kept(key).at < 86400000));
  for (const it of document.querySelectorAll("[data-saved]")) store.removeItem(before + it.dataset.saved);
  for (const form of document.querySelectorAll("form[data-forget], form[action='/sign-out']")) form.addEventListener("submit", () => forget(() => true));
  for (const form of document.querySelectorAll("form[data-keep]")) {
    const key = before + new URL(form.action).pathname;
    const fields = [...form.elements].filter((it) => it.name && !/^(hidden|password|file|submit|button|fieldset)$/.test(it.type));
    const hasBox = (it) => it.type === "radio" || it.type === "checkbox";
    const say = (it) => [it.name, hasBox(it) ? it.checked : it.value];
    const typed = kept(key).typed || [];
    // What the server sends back after a mistake is newer than what lies here.
    let differs = false;
    if (!document.querySelector("[data-focus]") && typed.length === fields.length) {
      fields.forEach((it, i) => {
        if (typed[i][0] !== it.name || typed[i][1] === say(it)[1]) return;
        differs = true;
        if (hasBox(it)) it.checked = typed[i][1]; else it.value = typed[i][1];
      });
    }
    if (differs) {
      document.dispatchEvent(new Event("change"));
      const says = document.createElement("p");
      says.className = "on-file";
      says.setAttribute("role", "status");
      says.textContent = form.dataset.keep;
      form.prepend(says);
    }
    form.addEventListener("input", () => {
      try { store.setItem(key, JSON.stringify({ at: Date.now(), typed: fields.map(say) })); } catch { /* a full store keeps nothing */ }
    });
  }
}

keepTyped();
