// SCORM 1.2: the names it uses. Source: ADL, SCORM Run-Time Environment 1.2 (2001), section 3.4. Standard elements alone.
const dialect = {
  api: "API",
  begin: "LMSInitialize",
  read: "LMSGetValue",
  write: "LMSSetValue",
  keep: "LMSCommit",
  end: "LMSFinish",
  code: "LMSGetLastError",
  why: "LMSGetErrorString",
  mode: "cmi.core.lesson_mode",
  answers: "cmi.suspend_data",
  place: "cmi.core.lesson_location",
  exit: "cmi.core.exit",
  spent: "cmi.core.session_time",
  isDone: (read) => ["passed", "completed"].includes(read("cmi.core.lesson_status")),
  // A system that is told no status may call a lesson completed once it was opened.
  begun: [["cmi.core.lesson_status", "incomplete"]],
  // A system need not know the ends of the scale.
  scale: [["cmi.core.score.min", "0"], ["cmi.core.score.max", "100"]],
  done: [["cmi.core.score.raw", "100"], ["cmi.core.lesson_status", "passed"]],
  // Hours have at most four digits here; nobody learns for longer.
  duration(seconds) {
    const whole = Math.min(Math.floor(seconds), 35999999);
    const two = (n) => String(n).padStart(2, "0");
    return `${String(Math.floor(whole / 3600)).padStart(4, "0")}:${two(Math.floor(whole / 60) % 60)}:${two(whole % 60)}`;
  },
};
