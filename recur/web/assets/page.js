// The page: what is typed becomes a request, and the HTML of its answer is shown as it comes. Nothing is decided here.

import { GivenUp, backend } from "./backends.js";
import { linked, problemOf } from "./links.js";

const TYPING = 300; // milliseconds without a key before the reading is asked for
const SECONDS = 10; // an answer's own limit
const PATIENCE = 3 * SECONDS * 1000; // then the worker is ended: it may sit in work that no limit reaches

/** What each verb is called, what its fields are, whether the second has several lines, and what is shown at the end. */
const FORMS = {
  solve: { run: "Solve", about: "The tight bound, a closed form where there is one, and the derivation.", text: "Recurrence" },
  check: { run: "Check", about: "Is your answer right? Hints one at a time.", text: "Recurrence", second: "Your answer", like: "n log n, O(n^2), 2^n - 1", reveal: "Show the derivation" },
  working: { run: "Check", about: "Your whole working, line by line, up to the first line that is false.", text: "Recurrence", second: "Your working", like: "T(n) = 2T(n/2) + n\n= 4T(n/4) + 2n\n…", lines: true, reveal: "Show what is right there" },
  prove: { run: "Prove", about: "By induction, with the constants that make it hold.", text: "Recurrence", second: "Claim", like: "O(n log n)", free: true },
  tree: { run: "Draw", about: "The recursion tree with the cost of each level.", text: "Recurrence", second: "At size", like: "any n", free: true },
  unroll: { run: "Unroll", about: "The right side put into itself until the pattern shows.", text: "Recurrence" },
  eval: { run: "Compute", about: "Exact values.", text: "Recurrence with base cases", second: "Sizes", like: "10 100 2^20" },
  compare: { run: "Compare", about: "Which of two functions grows faster?", text: "Function", kind: "function", second: "Other function", like: "n log n" },
  analyze: { run: "Analyze", about: "What code costs line by line, or work and span of a parallel program.", text: "Code or program", kind: "code", second: "Sizes", like: "16 1024", free: true },
  report: { run: "Report", about: "Derivation, tree, chart and values together.", text: "Recurrence" },
};

const at = (id) => document.getElementById(id);
const form = at("ask"), text = at("text"), second = at("second"), log = at("log"), answer = at("answer");
const SERVED = document.querySelector('meta[name="recur-backend"]').content === "server";

let shown = null; // the problem whose answer stands on the page, with the answer
let running = null; // the AbortController of the answer that is waited for
let echoing = null;
let pause = 0;
let loaded = false;
let kept = false;
let dressed = null; // the verb that the form is set for
const typed = {}; // what stood in the fields: texts by their kind, what is beside them by verb

const recur = backend(heard);

// ---- what the form says

const verb = () => form.elements.verb.value;
const problem = () => ({ verb: verb(), text: text.value, second: FORMS[verb()].second ? second.value : "", log: log.value });

const kindOf = (name) => FORMS[name].kind ?? "recurrence";

function show(given) {
  form.elements.verb.value = given.verb;
  dress();
  text.value = given.text;
  second.value = given.second;
  log.value = given.log;
  grow();
}

/** Set the form for its verb; a text and an answer that were typed for another one wait until it comes back. */
function dress() {
  const { run, about, text: label, second: other, like = "", free, lines } = FORMS[verb()];
  const code = kindOf(verb()) === "code";
  if (dressed && verb() !== dressed) {
    [typed[kindOf(dressed)], typed[`beside ${dressed}`]] = [text.value, second.value];
    [text.value, second.value] = [typed[kindOf(verb())] ?? "", typed[`beside ${verb()}`] ?? ""];
  }
  dressed = verb();
  at("run").textContent = run;
  at("about").textContent = about;
  at("text-label").textContent = label;
  at("second-field").hidden = !other;
  at("second-label").textContent = (other ?? "") + (free ? " (if you like)" : "");
  second.placeholder = like;
  second.classList.toggle("lines", lines === true);
  text.classList.toggle("code", code);
  text.placeholder = { code: "paste it here", function: "n^2", recurrence: "T(n) = 2T(n/2) + n" }[kindOf(verb())];
  at("keys").textContent = code || lines ? `Ctrl+Enter: ${run.toLowerCase()}` : "Enter asks, Shift+Enter begins a new line";
}

/** A box is as high as its text, also where the style alone does not make it so. */
function grow() {
  if (CSS.supports("field-sizing", "content")) return;
  for (const box of [text, second]) {
    box.style.height = "auto";
    box.style.height = `${box.scrollHeight + 2}px`;
  }
}

// ---- progress

function heard({ ready, failed, progress }) {
  if (ready) {
    loaded = true;
    working(running ? "Working" : "");
    if (!running) echo();
    keep();
  }
  if (failed) {
    loaded = false;
    working("");
    told(`This did not start: ${failed}`);
  }
  if (progress) working(progress.said, progress.part);
}

function working(said, part = 0) {
  at("progress").hidden = !said;
  at("progress-said").textContent = said && `${said}…`;
  if (part > 0 && part < 1) at("progress-part").value = part;
  else at("progress-part").removeAttribute("value");
}

/** A sentence of the page itself, in place of an answer. */
function told(sentence) {
  const line = document.createElement("p");
  line.className = "note";
  line.textContent = sentence;
  answer.replaceChildren(line);
  answer.classList.remove("old");
  at("tools").hidden = at("next").hidden = true;
  at("told").textContent = sentence;
}

// ---- the reading, echoed while one types

/** What waits to be echoed is not: another text stands there, or its answer. */
function quiet() {
  clearTimeout(pause);
  echoing = null;
}

function echo() {
  quiet();
  pause = setTimeout(async () => {
    const asked = problem();
    if (!loaded || running) return;
    if (!asked.text.trim()) return at("reading").replaceChildren();
    const mine = (echoing = {});
    try {
      const found = await recur.ask({ ...asked, verb: "read", of: asked.verb, seconds: 2 }, new AbortController().signal);
      if (mine === echoing && !running) at("reading").innerHTML = found.html ?? ""; // none from a server that refuses
    } catch {
      if (mine === echoing) at("reading").replaceChildren();
    }
  }, TYPING);
}

// ---- asking

async function run(more = {}, asked = problem()) {
  if (!asked.text.trim()) return text.focus();
  quiet();
  running?.abort();
  const mine = (running = new AbortController());
  const ends = setTimeout(() => mine.abort("long"), PATIENCE + (loaded ? 0 : 10 * PATIENCE));
  if (loaded) setTimeout(() => mine === running && working("Working"), 250);
  waiting(true);
  try {
    const found = await recur.ask({ ...asked, seconds: SECONDS, ...more }, mine.signal);
    if (mine === running) present(asked, found, more);
  } catch (fault) {
    if (mine !== running) return;
    if (!(fault instanceof GivenUp)) told(fault.message);
    else if (mine.signal.reason === "long") told("This took too long and was ended. A smaller problem may be answered.");
    else told("Stopped.");
  } finally {
    clearTimeout(ends);
    if (mine === running) {
      running = null;
      waiting(false);
    }
  }
}

function waiting(now) {
  at("result").setAttribute("aria-busy", String(now));
  at("stop").hidden = !now;
  answer.classList.toggle("old", now);
  if (!now && loaded) working("");
}

function present(asked, found, { hints = 0 }) {
  if (!found.html) return told([found.error?.message, found.error?.hint].filter(Boolean).join("; ")); // the server itself
  shown = { asked, found, hints };
  at("reading").replaceChildren();
  answer.innerHTML = found.html;
  at("tools").hidden = false;
  const pressed = document.activeElement;
  at("hint").hidden = !(found.hints_left > 0);
  at("hint").textContent = hints ? `Next hint (${found.hints_left} left)` : "Give me a hint";
  at("reveal").hidden = !found.more;
  at("reveal").textContent = FORMS[asked.verb].reveal ?? "";
  at("next").hidden = at("hint").hidden && at("reveal").hidden;
  if (pressed && pressed !== document.body && !pressed.checkVisibility()) at("result").focus();
  at("told").textContent = found.error ? "Not answered; the reason is below." : "The answer is below.";
  at("copied").textContent = "";
  at("examples").open = false;
  scrollable();
  if (at("result").getBoundingClientRect().top > innerHeight * 0.7) at("result").scrollIntoView({ block: "start" });
}

/** What scrolls sideways can be scrolled with keys. */
function scrollable() {
  for (const part of answer.querySelectorAll(".formula, .picture, .table, .wide, pre")) {
    if (part.scrollWidth <= part.clientWidth) continue;
    part.tabIndex = 0;
    part.setAttribute("role", "group");
    part.setAttribute("aria-label", "scrolls sideways");
  }
}

/** Ask, and put the problem into the address, so that the way back leads here. */
function submit() {
  const link = linked(problem());
  if (location.hash !== link) history.pushState(null, "", link);
  document.title = `${text.value.trim().split("\n")[0].slice(0, 60) || "recur"} – recur`;
  run();
}

function fromAddress() {
  const found = problemOf(location.hash, Object.keys(FORMS));
  if (!found) {
    const [named, fields] = location.hash.slice(1).split("?");
    if (fields) told(`This link asks for “${named}”, which the page does not do. It does: ${Object.keys(FORMS).join(", ")}.`);
    return;
  }
  show(found);
  const { second: wanted, free } = FORMS[found.verb];
  if (!wanted || free || found.second.trim()) return run();
  told("Your turn."); // a link without an answer is an exercise
  second.focus();
}

// ---- copying

const NAMES = { link: "the link", latex: "LaTeX", markdown: "Markdown", text: "text" };

async function copy(kind) {
  const { asked, found } = shown;
  const copied = kind === "link" ? new URL(linked(asked), location.href).href : found[kind];
  const done = await written(copied);
  at("copied").textContent = done ? `Copied ${NAMES[kind]}.` : "Your browser does not let the page copy.";
}

async function written(copied) {
  try {
    await navigator.clipboard.writeText(copied);
    return true;
  } catch {
    const box = document.createElement("textarea");
    box.value = copied;
    document.body.append(box);
    box.select();
    const done = document.execCommand("copy");
    box.remove();
    return done;
  }
}

// ---- light and dark

function theme() {
  const dark = document.documentElement.dataset.theme
    ? document.documentElement.dataset.theme === "dark"
    : matchMedia("(prefers-color-scheme: dark)").matches;
  at("theme").textContent = dark ? "Light" : "Dark";
  at("theme").setAttribute("aria-label", dark ? "Light page" : "Dark page");
  return dark;
}

function remembered(value) {
  try {
    if (value) localStorage.setItem("recur-theme", value);
    return localStorage.getItem("recur-theme");
  } catch {
    return null; // a page from a file may remember nothing
  }
}

/** The files of the page are kept for use without a network, once they have been loaded for this visit. */
async function keep() {
  if (SERVED || kept || !navigator.serviceWorker || !location.protocol.startsWith("http")) return;
  kept = true;
  try {
    await navigator.serviceWorker.register("service-worker.js");
    await navigator.serviceWorker.ready;
    at("kept").textContent = "The page is kept for use without a network.";
  } catch {
    // a browser that keeps nothing: the page works as long as there is a network
  }
}

// ---- the listeners

form.addEventListener("submit", (event) => {
  event.preventDefault();
  submit();
});
form.addEventListener("input", (event) => {
  if (event.target.name === "verb") dress();
  grow();
  echo();
});
form.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.isComposing || event.target.tagName !== "TEXTAREA") return;
  const ofLines = kindOf(verb()) === "code" ? event.target === text : event.target === second && FORMS[verb()].lines;
  if (event.ctrlKey || event.metaKey || !(event.shiftKey || ofLines)) {
    event.preventDefault();
    submit();
  }
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") running?.abort();
  const typing = /^(INPUT|TEXTAREA|SELECT)$/.test(document.activeElement.tagName);
  if (event.key === "/" && !typing) {
    event.preventDefault();
    text.focus();
  }
});
at("stop").addEventListener("click", () => running?.abort());
at("hint").addEventListener("click", () => run({ hints: shown.hints + 1 }, shown.asked));
at("reveal").addEventListener("click", () => run({ hints: shown.hints, reveal: true }, shown.asked));
for (const button of document.querySelectorAll("[data-copy]")) button.addEventListener("click", () => copy(button.dataset.copy));
at("theme").addEventListener("click", () => {
  const chosen = theme() ? "light" : "dark";
  document.documentElement.dataset.theme = chosen;
  remembered(chosen);
  theme();
});
addEventListener("popstate", fromAddress);

at("unstarted").remove();
const chosen = remembered();
if (chosen === "light" || chosen === "dark") document.documentElement.dataset.theme = chosen;
theme();
dress();
document.querySelector('[data-copy="link"]').hidden = SERVED; // the address of a page of this machine leads nobody here
if (location.hash) fromAddress();
