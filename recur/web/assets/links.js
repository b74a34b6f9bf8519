// A problem as a link: #solve?text=…&second=…&log=2. What stands in the fragment is never sent to a server.

export function linked({ verb, text, second, log }) {
  const fields = new URLSearchParams({ text });
  if (second) fields.set("second", second);
  if (log && log !== "2") fields.set("log", log);
  return `#${verb}?${fields}`;
}

/** The problem that a fragment names, for one of the verbs; null where it names none. */
export function problemOf(fragment, verbs) {
  const [verb, ...rest] = fragment.replace(/^#/, "").split("?");
  if (!verbs.includes(verb)) return null;
  const fields = new URLSearchParams(rest.join("?"));
  const log = ["2", "e", "10"].includes(fields.get("log")) ? fields.get("log") : "2";
  return { verb, text: fields.get("text") ?? "", second: fields.get("second") ?? "", log };
}
