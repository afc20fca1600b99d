// Conveniences only: every page works without this file. No page depends on what it does.
"use strict";

/** Puts the reader at the error summary, and says "Error" first in the title. */
function showErrors() {
  const summary = document.querySelector("[data-focus]");
  if (!summary) return;
  summary.focus();
  if (!document.title.startsWith("Error")) document.title = "Error: " + document.title;
  summary.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#']");
    const field = link && document.getElementById(link.hash.slice(1));
    if (!field) return;
    event.preventDefault();
    const label = field.closest(".field");
    (label || field).scrollIntoView({ block: "start" });
    field.focus({ preventScroll: true });
  });
}

/** Forms marked data-unsaved: say when something typed is not saved, and ask before leaving. */
function watchUnsaved() {
  for (const form of document.querySelectorAll("form[data-unsaved]")) {
    const says = document.createElement("p");
    says.className = "unsaved";
    says.setAttribute("role", "status");
    (form.querySelector(".actions") || form).append(says);
    let changed = false;
    const warn = (event) => event.preventDefault();
    form.addEventListener("input", () => {
      if (changed) return;
      changed = true;
      says.textContent = form.dataset.unsaved || "Not saved yet";
      addEventListener("beforeunload", warn);
    });
    form.addEventListener("submit", () => removeEventListener("beforeunload", warn));
  }
}

/** Forms marked data-once: a second press of the button sends nothing. Coming back by the back button frees it. */
function sendOnce() {
  for (const form of document.querySelectorAll("form[data-once]")) {
    form.addEventListener("submit", (event) => {
      if (form.dataset.sent) event.preventDefault();
      form.dataset.sent = "yes";
    });
  }
  addEventListener("pageshow", () => {
    for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
  });
}

/** Radios and ticks with data-reveals="ID": the block shows only while one that names it is on. */
function reveal() {
  const openers = [...document.querySelectorAll("[data-reveals]")];
  const blocks = new Set(openers.map((o) => o.dataset.reveals));
  const update = () => {
    for (const id of blocks) {
      const block = document.getElementById(id);
      if (block) block.hidden = !openers.some((o) => o.dataset.reveals === id && o.checked);
    }
  };
  if (openers.length === 0) return;
  document.addEventListener("change", update);
  addEventListener("pageshow", update);
  update();
}

/** Buttons with data-copy="ID": copy that element's text, a line for each list entry. */
function copyButtons() {
  if (!navigator.clipboard) return;
  for (const button of document.querySelectorAll("button[data-copy]")) {
    const source = document.getElementById(button.dataset.copy);
    if (!source) continue;
    const label = button.textContent;
    const said = document.createElement("span");
    said.className = "hidden-text";
    said.setAttribute("role", "status");
    button.after(said);
    button.hidden = false;
    button.addEventListener("click", async () => {
      const lines = [...source.querySelectorAll("li")].map((li) => li.textContent.trim());
      const text = lines.length ? lines.join("\n") : (source.value ?? source.textContent).trim();
      try {
        await navigator.clipboard.writeText(text);
        button.textContent = said.textContent = "Copied";
      } catch {
        button.textContent = said.textContent = "Could not copy: select the text instead";
      }
      setTimeout(() => { button.textContent = label; said.textContent = ""; }, 3000);
    });
  }
}

/** Buttons with data-print print the page. */
function printButtons() {
  for (const button of document.querySelectorAll("button[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => print());
  }
}

/** GET forms with data-live="ID": while one types, the same address is asked and only that element replaced. */
function liveSearch() {
  for (const form of document.querySelectorAll("form[data-live]")) {
    const id = form.dataset.live;
    if (!document.getElementById(id)) continue;
    const status = document.createElement("p");
    status.className = "hidden-text";
    status.setAttribute("role", "status");
    form.after(status);
    let waiting = 0;
    let asked = null;
    const ask = async () => {
      asked?.abort();
      asked = new AbortController();
      const address = new URL(form.action);
      address.search = new URLSearchParams(new FormData(form)).toString();
      try {
        const answer = await fetch(address, { signal: asked.signal, headers: { accept: "text/html" } });
        if (!answer.ok && answer.status !== 404 && answer.status !== 422) return;
        const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById(id);
        const old = document.getElementById(id);
        if (!fresh || !old) return;
        old.replaceWith(fresh);
        history.replaceState(null, "", address);
        status.textContent = fresh.dataset.says || fresh.querySelector("[data-says]")?.textContent || "";
      } catch (error) {
        if (error.name !== "AbortError") status.textContent = "The search did not answer. Press the button to try again.";
      }
    };
    form.addEventListener("input", (event) => {
      clearTimeout(waiting);
      waiting = setTimeout(ask, event.target.matches("select, [type=checkbox], [type=radio]") ? 0 : 250);
    });
  }
}

/** A link into a folded part unfolds it. */
function unfoldTarget() {
  const open = () => {
    const target = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    const fold = target && target.closest("details");
    if (fold) fold.open = true;
  };
  addEventListener("hashchange", open);
  open();
}

/** Paper cannot unfold: open every part while printing, and put it back after. */
function unfoldForPrint() {
  let opened = [];
  addEventListener("beforeprint", () => {
    opened = [...document.querySelectorAll("details:not([open])")];
    for (const part of opened) part.open = true;
  });
  addEventListener("afterprint", () => { for (const part of opened) part.open = false; });
}

for (const start of [showErrors, watchUnsaved, sendOnce, reveal, copyButtons, printButtons, liveSearch, unfoldTarget, unfoldForPrint]) start();
