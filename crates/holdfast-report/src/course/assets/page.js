// The page: marks answers, says what came of them, and hands them to whoever keeps them. Done is when every question is
// answered right; opening the page completes nothing, and wrong answers are not counted.

const main = document.querySelector("main");
const words = main.dataset;
const form = document.getElementById("questions");
const kept = document.getElementById("kept");
const said = document.getElementById("said");
const notTaken = document.getElementById("lost");
const goOn = document.getElementById("go-on");
const leave = document.getElementById("leave");
const see = form.querySelector("[type=submit]");
const questions = [...form.querySelectorAll("fieldset")];

/// Whether a system keeps what is answered here.
let isKept = false;
/// Whether all were right when somebody looked, and whether the system took it.
let isDone = false;
let isTaken = false;
let isSending = false;

const chosen = () => questions.map((question) => question.querySelector("input:checked")?.value ?? "");
const isRight = (question) => question.querySelector("input:checked")?.hasAttribute("data-right") ?? false;

/// As kept: a version, then of each question the place of its answer, or nothing.
const asText = (answers) => `1:${answers.join(",")}`;
const fromText = (text) => (/^1:\d?(,\d?){0,9}$/.test(text) ? text.slice(2).split(",") : []);

const why = (error) => `${words.lost} (${String(error?.message ?? error).slice(0, 200)})`;

/// Shows what is told whoever chose as this learner did.
function tell() {
  for (const question of questions) {
    const now = question.querySelector("input:checked");
    for (const told of question.querySelectorAll(".told")) told.hidden = told.id !== now?.getAttribute("data-told");
    if (now) question.setAttribute("aria-describedby", now.getAttribute("data-told"));
  }
}

/// Hands over what is chosen; whether it was taken.
async function save(place) {
  if (!isKept) return true;
  const wasDone = isDone;
  try {
    await keeper.save(asText(chosen()), place, wasDone);
    isTaken ||= wasDone;
    notTaken.textContent = "";
    return true;
  } catch (error) {
    // Beside the button, where whoever pressed it looks, to press it again.
    notTaken.textContent = why(error);
    return false;
  }
}

form.addEventListener("change", (event) => save(event.target.closest("fieldset").id));

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  if (isSending) return;
  tell();
  const areRight = questions.length > 0 && questions.every(isRight);
  isDone ||= areRight;
  const open = questions.find((question) => !isRight(question));
  // Nobody is told that they are done before the system has it.
  said.textContent = isKept && !isTaken ? words.sending : "";
  isSending = true;
  const wasTaken = await save((open ?? questions.at(-1)).id);
  isSending = false;
  if (!areRight) said.textContent = words.notDone;
  else said.textContent = wasTaken || isTaken ? words.done : "";
});

function again({ answers, place, isDone: wasDone }) {
  fromText(answers).forEach((value, i) => {
    const input = value && questions[i]?.querySelector(`input[value="${value}"]`);
    if (input) input.checked = true;
  });
  isDone = wasDone;
  isTaken = wasDone;
  if (isDone) {
    tell();
    said.textContent = words.done;
  } else if (chosen().some(Boolean)) {
    const at = questions.find((question) => question.id === place);
    goOn.hidden = !at;
    if (at) goOn.querySelector("a").href = `#${at.id}`;
  }
}

leave.addEventListener("click", async () => {
  leave.disabled = true;
  try {
    location.assign(await keeper.leave());
  } catch (error) {
    notTaken.textContent = why(error);
    leave.disabled = false;
  }
});

// When the page goes, whichever way it goes. One that is brought back from memory begins a session of its own.
addEventListener("pagehide", () => keeper.gone());
addEventListener("pageshow", (event) => {
  if (event.persisted) location.reload();
});

// Said until a script runs: one that is turned off, or did not come, would leave a page that does nothing.
document.getElementById("no-script").hidden = true;
const nowhere = kept.textContent;
/// Nothing can be answered before it is known who keeps it: it would be lost.
function takesAnswers(isSo) {
  for (const question of questions) question.disabled = !isSo;
  see.hidden = !isSo;
}
takesAnswers(false);
kept.textContent = words.opening;
keeper.start().then(
  (held) => {
    kept.textContent = nowhere;
    if (held) {
      again(held);
      isKept = !held.onlyLooks;
      leave.hidden = !held.canLeave;
      kept.textContent = held.onlyLooks ? words.looks : words.kept;
    }
    takesAnswers(true);
  },
  (error) => {
    kept.textContent = why(error);
    kept.classList.add("trouble");
  },
);
