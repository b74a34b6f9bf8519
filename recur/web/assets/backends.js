// Who answers: Python in a worker of this page, or the installed recur that serves it. Both are asked the same way.

/** A request that was given up: by who asked, or because it took too long. */
export class GivenUp extends Error {}

export function backend(tell) {
  const kind = document.querySelector('meta[name="recur-backend"]').content;
  return kind === "server" ? new Server(tell) : new WorkerBackend(tell);
}

/** `recur web`: each request is a POST, and is ended with it. */
class Server {
  constructor(tell) {
    this.started = fetch("server.json")
      .then((response) => response.json())
      .then(({ token }) => {
        this.token = token;
        tell({ ready: true });
      });
    this.started.catch(() => tell({ failed: "recur web has ended: start it again and open the page that it names" }));
  }

  async ask(request, signal) {
    await this.started;
    let response;
    try {
      response = await fetch("answer", {
        method: "POST",
        headers: { "Content-Type": "application/json", "X-Recur-Token": this.token },
        body: JSON.stringify(request),
        signal,
      });
    } catch (fault) {
      if (signal.aborted) throw new GivenUp();
      throw new Error("recur web does not answer any more: start it again and open the page that it names");
    }
    return response.json();
  }
}

/** Python in the page. A worker cannot be interrupted: it is ended, and another one is started. */
class WorkerBackend {
  constructor(tell) {
    this.tell = tell;
    this.waiting = new Map();
    this.asked = 0;
    this.start();
  }

  start() {
    this.worker = new Worker(workerAddress(), { type: "module" });
    this.ready = new Promise((resolve, reject) => {
      this.worker.onmessage = ({ data }) => {
        if (data.ready) resolve();
        if (data.failed) reject(new Error(data.failed));
        if ("id" in data) this.answered(data);
        else this.tell(data);
      };
      this.worker.onerror = (event) => {
        event.preventDefault();
        this.tell({ failed: event.message || "the worker of this page did not start" });
        reject(new Error(event.message));
      };
    });
    this.ready.catch(() => {});
    this.worker.postMessage({ start: { base: new URL(".", document.baseURI).href, held: embedded() } });
  }

  answered({ id, answer }) {
    this.waiting.get(id)?.resolve(answer);
    this.waiting.delete(id);
  }

  async ask(request, signal) {
    await this.ready;
    if (signal.aborted) throw new GivenUp();
    const id = ++this.asked;
    return new Promise((resolve, reject) => {
      this.waiting.set(id, { resolve, reject });
      signal.addEventListener("abort", () => this.giveUp(id), { once: true });
      this.worker.postMessage({ id, request });
    });
  }

  giveUp(id) {
    if (!this.waiting.has(id)) return;
    this.worker.terminate();
    for (const { reject } of this.waiting.values()) reject(new GivenUp());
    this.waiting.clear();
    this.start();
  }
}

/** In the page that is one file, its files are elements of it. */
function embedded() {
  const found = {};
  for (const element of document.querySelectorAll('script[type="application/octet-stream;base64"]')) {
    found[element.id] = new Blob([bytesOf(element.textContent)]);
  }
  return found;
}

function bytesOf(base64) {
  const characters = atob(base64.trim());
  const bytes = new Uint8Array(characters.length);
  for (let i = 0; i < characters.length; i++) bytes[i] = characters.charCodeAt(i);
  return bytes;
}

/** A page that is opened from a disk may start no module at the address of a file or of a blob. */
function workerAddress() {
  const element = document.getElementById("worker.js");
  if (!element) return "worker.js";
  return `data:text/javascript,${encodeURIComponent(element.textContent)}`;
}
