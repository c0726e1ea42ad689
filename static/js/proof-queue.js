// Proof that is kept on this device until the server has it; runs in pages and in the service worker alike.
"use strict";

const LOCK = "campaignops-proof";
const SESSION = "/offline/session/";

/** One record for a person and task: {key, user, task, title, page, action, fields, since, state, reason}. */
function openStore() {
  return new Promise((resolve, reject) => {
    const asked = indexedDB.open("campaignops", 1);
    asked.onupgradeneeded = () => {
      asked.result.createObjectStore("proofs", { keyPath: "key" });
      asked.result.createObjectStore("person");
    };
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });
}

async function inStore(name, mode, act) {
  const database = await openStore();
  try {
    return await new Promise((resolve, reject) => {
      const transaction = database.transaction(name, mode);
      const answer = act(transaction.objectStore(name));
      transaction.oncomplete = () => resolve(answer.result);
      transaction.onerror = transaction.onabort = () => reject(transaction.error);
    });
  } finally {
    database.close();
  }
}

const keptProofs = () => inStore("proofs", "readonly", (store) => store.getAll());
const keptProof = (key) => inStore("proofs", "readonly", (store) => store.get(key));
const keep = (record) => inStore("proofs", "readwrite", (store) => store.put(record));
const forget = (key) => inStore("proofs", "readwrite", (store) => store.delete(key));
const lastPerson = () => inStore("person", "readonly", (store) => store.get("id"));
const rememberPerson = (id) => inStore("person", "readwrite", (store) => store.put(id, "id"));

/** Sends all that waits, one at a time and from one place only; says how each went: [{record, outcome}]. */
async function sendWaiting() {
  const alone = (work) => (navigator.locks ? navigator.locks.request(LOCK, work) : work());
  return alone(async () => {
    const outcomes = [];
    for (const record of await keptProofs()) {
      if (record.state !== "waiting") continue;
      const outcome = await sendOne(record).catch((error) => {
        if (error instanceof TypeError) return "no network"; // what fetch throws; anything else is a fault
        throw error;
      });
      outcomes.push({ record, outcome });
      if (outcome === "no network") break;
    }
    return outcomes;
  });
}

async function sendOne(record) {
  const asked = await fetch(`${SESSION}?task=${record.task}`, { cache: "no-store" });
  if (!asked.ok) return "later";
  const session = await asked.json();
  if (session.user !== record.user) return session.user ? "somebody else" : "signed out";
  const body = new FormData();
  for (const [name, value] of record.fields) body.append(name, value);
  // The proof tells of a post that is out; the clock may have moved its task since.
  if (session.version) body.set("version", session.version);
  const headers = { "X-CSRFToken": session.token };
  const answer = await fetch(record.action, { method: "POST", body, headers });
  if (answer.redirected && new URL(answer.url).pathname.startsWith("/login/")) return "signed out";
  if (answer.ok) {
    // It stays until a page has told the person, for this one may be on its way out.
    await keep({ ...record, state: "recorded", fields: [] });
    return "recorded";
  }
  if (answer.status === 429 || answer.status >= 500) return "later";
  await keep({ ...record, state: "refused", reason: await reasonIn(answer) });
  return "refused";
}

/** The sentence of a refusal; the worker cannot read pages, there it stays empty and the task's page says it. */
async function reasonIn(answer) {
  if (!self.DOMParser) return "";
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  return page.querySelector(".form-errors, .errorlist")?.textContent.trim().replace(/\s+/g, " ") ?? "";
}
