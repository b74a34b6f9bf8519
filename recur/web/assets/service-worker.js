// The page works without a network: its files are kept, those of a first answer at once, the rest when they were used.
"use strict";

const KEPT = "recur-";

async function listed() {
  return (await fetch("files.json", { cache: "no-store" })).json();
}

self.addEventListener("install", (event) => {
  event.waitUntil(
    (async () => {
      const { version, files, soon } = await listed();
      const cache = await caches.open(KEPT + version);
      await cache.addAll([...files, ...soon, "./"].map((file) => new Request(file, { cache: "no-cache" })));
      await self.skipWaiting();
    })(),
  );
});

self.addEventListener("activate", (event) => {
  event.waitUntil(
    (async () => {
      const names = (await caches.keys()).filter((name) => name.startsWith(KEPT));
      const { version } = await listed().catch(() => ({ version: "" }));
      if (version) await Promise.all(names.filter((name) => name !== KEPT + version).map((name) => caches.delete(name)));
      await self.clients.claim();
    })(),
  );
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET" || new URL(request.url).origin !== self.location.origin) return;
  event.respondWith(
    (async () => {
      const kept = await caches.match(request, { ignoreSearch: true });
      if (kept) return kept;
      const fresh = await fetch(request);
      if (fresh.ok && request.url.endsWith(".zip")) {
        const names = (await caches.keys()).filter((name) => name.startsWith(KEPT));
        if (names.length) await (await caches.open(names[names.length - 1])).put(request, fresh.clone());
      }
      return fresh;
    })(),
  );
});
