// Answers while there is no network. Pages are never stored: phones are shared. Static files are, and one page.
"use strict";

importScripts("{{ queue|escapejs }}");
const FACTS = JSON.parse("{{ facts|escapejs }}");
const CACHE = `campaignops-${FACTS.version}`;
const NAMED_BY_CONTENT = /\.[0-9a-f]{12}\.\w+$/;

self.addEventListener("install", (event) => {
  const fill = async () => (await caches.open(CACHE)).addAll(FACTS.keep);
  event.waitUntil(fill().then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  const tidy = async () => {
    const old = (await caches.keys()).filter((name) => name.startsWith("campaignops-") && name !== CACHE);
    await Promise.all(old.map((name) => caches.delete(name)));
    await self.clients.claim();
  };
  event.waitUntil(tidy());
});

/** A page from the network, or else the one that was kept. A proof on its way counts as a page too. */
const page = (request) => fetch(request).catch(async () => (await caches.match(FACTS.offline)) ?? Response.error());

async function staticFile(request) {
  const kept = await caches.match(request);
  const lasting = NAMED_BY_CONTENT.test(new URL(request.url).pathname);
  if (kept && lasting) return kept;
  return fetch(request).catch(() => kept ?? Response.error());
}

const isProof = (url) => /^\/tasks\/\d+\/complete\/$/.test(url.pathname);

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (url.origin !== self.location.origin) return;
  if (request.mode === "navigate" && (request.method === "GET" || isProof(url))) event.respondWith(page(request));
  else if (request.method === "GET" && url.pathname.startsWith(FACTS.statics)) event.respondWith(staticFile(request));
});

self.addEventListener("sync", (event) => {
  if (event.tag !== LOCK) return;
  const send = async () => {
    const outcomes = await sendWaiting();
    for (const client of await self.clients.matchAll()) client.postMessage({ outcomes });
    // The browser tries again by itself as long as the promise fails.
    if (outcomes.some(({ outcome }) => outcome === "no network" || outcome === "later")) throw new Error("later");
  };
  event.waitUntil(send());
});
