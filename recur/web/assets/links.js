// A problem as a link: #solve?text=…&second=…&log=2. What stands in the fragment is never sent to a server.

export const VERBS = ["solve", "check", "tree", "unroll", "prove", "compare", "eval", "analyze", "report"];

export function linked({ verb, text, second, log }) {
  const fields = new URLSearchParams({ text });
  if (second) fields.set("second", second);
  if (log && log !== "2") fields.set("log", log);
  return `#${verb}?${fields}`;
}

/** The problem that a fragment names; null where it names none. */
export function problemOf(fragment) {
  const [verb, ...rest] = fragment.replace(/^#/, "").split("?");
  if (!VERBS.includes(verb)) return null;
  const fields = new URLSearchParams(rest.join("?"));
  const log = ["2", "e", "10"].includes(fields.get("log")) ? fields.get("log") : "2";
  return { verb, text: fields.get("text") ?? "", second: fields.get("second") ?? "", log };
}
