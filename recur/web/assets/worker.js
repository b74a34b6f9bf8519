// Python in a worker of its own. It is started once and answers in order; the page ends it when an answer takes too long.

const SITE = "/lib/recur-site";
const CORE = ["pyodide/pyodide.asm.wasm.gz", "pyodide/pyodide.asm.mjs.gz", "pyodide/python_stdlib.zip", "recur.zip"];
let base = "";
let held = {};
let ask = null;
let know = null;
let ready = null;

self.onmessage = async ({ data }) => {
  if (data.start) {
    ({ base, held } = data.start);
    ready = begin();
    ready.then(
      () => self.postMessage({ ready: true }),
      (fault) => self.postMessage({ failed: String(fault && fault.message ? fault.message : fault) }),
    );
    return;
  }
  await ready;
  let answer = ask(data.request);
  // Code that no grammar here reads yet: once it is loaded, the same is asked again.
  while (answer.wanted.length && (await grammars(answer.wanted))) answer = ask(data.request);
  self.postMessage({ id: data.id, answer });
};

/** A file of the site: from the page that holds it, or from beside the page; how large it is, and what has come of it. */
async function file(name, received) {
  if (held[name]) return new Response(held[name]);
  const response = await fetch(base + name);
  if (!response.ok) throw new Error(`${name} is not there (${response.status})`);
  received(0, Number(response.headers.get("Content-Length") ?? 0));
  return new Response(response.body.pipeThrough(counted(received)));
}

function counted(received) {
  return new TransformStream({
    transform(chunk, out) {
      received(chunk.byteLength);
      out.enqueue(chunk);
    },
  });
}

/** What gzip packed; a server may have undone it on the way, and says so in a header that a page never sees. */
async function unpacked(response, type) {
  const packed = await response.blob();
  const [first, second] = new Uint8Array(await packed.slice(0, 2).arrayBuffer());
  const gzip = first === 0x1f && second === 0x8b;
  const stream = gzip ? packed.stream().pipeThrough(new DecompressionStream("gzip")) : packed.stream();
  return new Response(stream, { headers: { "Content-Type": type } });
}

async function module(response) {
  const text = new Blob([await response.text()], { type: "text/javascript" });
  return import(URL.createObjectURL(text));
}

async function begin() {
  let bytes = 0;
  let total = 0;
  const progress = (said) => self.postMessage({ progress: { said, part: total ? bytes / total : 0 } });
  const received = (more, expected = 0) => {
    bytes += more;
    total += expected;
    progress("Loading Python");
  };
  progress("Loading Python");
  const [wasm, code, standard, recur] = CORE.map((name) => file(name, received));
  const loader = await module(await file("pyodide/pyodide.mjs", received));
  const lock = await (await file("pyodide/pyodide-lock.json", received)).text();
  const assembled = await module(await unpacked(await code, "text/javascript"));
  const library = new Blob([await (await standard).blob()], { type: "application/zip" });
  answerFetches("pyodide.asm.wasm", await unpacked(await wasm, "application/wasm"));
  self.postMessage({ progress: { said: "Starting Python", part: 0 } });
  const python = await loader.loadPyodide({
    indexURL: base,
    lockFileContents: lock,
    stdLibURL: URL.createObjectURL(library),
    createPyodideModule: assembled.default,
    env: { HOME: "/home/pyodide", XDG_CACHE_HOME: `${SITE}/cache` },
  });
  const packed = await (await recur).arrayBuffer();
  self.postMessage({ progress: { said: "Starting recur", part: 0 } });
  unpack(python, packed);
  // The tables of the grammars are believed where nobody else may write.
  python.runPython(`import os, sys; os.chmod("${SITE}/cache/recur", 0o700); sys.path.insert(0, "${SITE}")`);
  const inBrowser = python.pyimport("recur.web.in_browser");
  inBrowser.begin((archive) => fetchLate(python, archive), parsed);
  know = (grammar) => inBrowser.have_grammar(grammar);
  ask = (request) => JSON.parse(inBrowser.ask(JSON.stringify(request)));
}

function unpack(python, buffer) {
  python.unpackArchive(buffer, "zip", { extractDir: SITE });
}

/** The Python loader asks for its program by a fetch: it is given what is here already. */
function answerFetches(name, response) {
  const original = self.fetch;
  self.fetch = (asked, options) => {
    if (!String(asked && asked.url ? asked.url : asked).endsWith(name)) return original(asked, options);
    self.fetch = original;
    return Promise.resolve(response);
  };
}

/** An archive, at once: an import waits for it. */
function fetchLate(python, archive) {
  self.postMessage({ progress: { said: "Loading what this answer needs", part: 0 } });
  try {
    unpack(python, held[archive] ? new FileReaderSync().readAsArrayBuffer(held[archive]) : fetchedNow(archive));
    return true;
  } catch {
    return false;
  }
}

function fetchedNow(name) {
  const request = new XMLHttpRequest();
  request.open("GET", base + name, false);
  request.responseType = "arraybuffer";
  request.send();
  if (request.status !== 200) throw new Error(name);
  return request.response;
}

// ---- code: tree-sitter parses it, and Python gets each tree as a list

const parsers = {};
let treeSitter = null;

/** Whether the grammars of these names could be loaded. */
async function grammars(names) {
  self.postMessage({ progress: { said: "Loading what this answer needs", part: 0 } });
  try {
    treeSitter ??= await sitter();
    for (const name of names) {
      const code = await (await unpacked(await file(`code/${name}.wasm.gz`, () => {}), "application/wasm")).arrayBuffer();
      parsers[name] = new treeSitter.Parser().setLanguage(await treeSitter.Language.load(new Uint8Array(code)));
      know(name);
    }
    return true;
  } catch {
    return false;
  }
}

async function sitter() {
  const loaded = await module(await file("code/web-tree-sitter.js", () => {}));
  const code = await unpacked(await file("code/web-tree-sitter.wasm.gz", () => {}), "application/wasm");
  await loaded.Parser.init({ wasmBinary: await code.arrayBuffer(), locateFile: (name) => name });
  return loaded;
}

/** The tree of a source, whose every sign is one byte, in preorder: as recur.web.code_trees reads it. */
function parsed(asked) {
  const { grammar, source, pieces } = JSON.parse(asked);
  const place = (index) => ({ row: 0, column: index });
  const includedRanges = pieces.map(([startIndex, endIndex]) => {
    return { startIndex, endIndex, startPosition: place(startIndex), endPosition: place(endIndex) };
  });
  const tree = parsers[grammar].parse(source, null, pieces.length ? { includedRanges } : {});
  const cursor = tree.walk();
  const entries = [];
  for (let more = true; more; ) {
    const node = cursor.currentNode;
    const told = node.isNamed + 2 * node.isMissing + 4 * node.hasError + 8 * node.isError;
    entries.push([node.type, node.startIndex, node.endIndex, told, cursor.currentFieldName, node.childCount]);
    if (cursor.gotoFirstChild()) continue;
    while (!(more = cursor.gotoNextSibling()) && cursor.gotoParent());
  }
  cursor.delete();
  tree.delete();
  return JSON.stringify(entries);
}
