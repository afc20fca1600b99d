// SCORM 2004: the names it uses. Source: ADL, SCORM 2004 4th Edition, Run-Time Environment 1.1 (2009), section 4.2. Standard
// elements alone.
const dialect = {
  api: "API_1484_11",
  begin: "Initialize",
  read: "GetValue",
  write: "SetValue",
  keep: "Commit",
  end: "Terminate",
  code: "GetLastError",
  why: "GetErrorString",
  mode: "cmi.mode",
  answers: "cmi.suspend_data",
  place: "cmi.location",
  exit: "cmi.exit",
  spent: "cmi.session_time",
  isDone: (read) => read("cmi.completion_status") === "completed" && read("cmi.success_status") === "passed",
  begun: [["cmi.completion_status", "incomplete"]],
  scale: [["cmi.score.min", "0"], ["cmi.score.max", "100"]],
  done: [
    ["cmi.score.raw", "100"],
    ["cmi.score.scaled", "1"],
    ["cmi.completion_status", "completed"],
    ["cmi.success_status", "passed"],
  ],
  duration: (seconds) => `PT${Math.floor(seconds)}S`,
};
