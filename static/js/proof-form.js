// A proof form on this device: what is typed in it as a record, back into it, and what became of it in words.
"use strict";

const WORDS = document.querySelector("#offline-words");
const USER = Number(WORDS?.dataset.user) || null;
const MOST_BYTES = 25 * 1024 * 1024;
const KEEP_DRAFTS = 7 * 24 * 60 * 60 * 1000;
const PROOF_FORM = "form[data-offline-proof]";
const formOf = (task) => document.querySelector(`${PROOF_FORM}[data-task="${task}"]`);

const wallClock = (timeZone) => new Date().toLocaleString("sv-SE", { timeZone }).replace(" ", "T").slice(0, 16);

function recordOf(form, state) {
  const isKept = ([name, value]) => name !== "csrfmiddlewaretoken" && (value instanceof File ? value.size : value !== "");
  const all = [...new FormData(form)].filter(isKept);
  const fields = all.filter(([, value]) => !(value instanceof File) || value.size <= MOST_BYTES);
  const isWhole = fields.length === all.length;
  // Sent later, "just now" would be wrong.
  if (state === "waiting" && form.dataset.zone && !fields.some(([name]) => name === "performed_at"))
    fields.push(["performed_at", wallClock(form.dataset.zone)]);
  const { task, title } = form.dataset;
  const [key, page, from] = [`${USER}:${task}`, `/tasks/${task}/`, location.pathname];
  return { key, user: USER, task, title, page, from, action: form.action, fields, since: Date.now(), state, reason: "", isWhole };
}

const isEmpty = ({ fields }) => !fields.some(([name, value]) => value instanceof File || name === "proof_value");

function say(record, words, tone) {
  const toast = WORDS.content.cloneNode(true).querySelector(".toast");
  toast.dataset.tone = tone;
  toast.querySelector("[data-words]").textContent = words.replace("{task}", record.title).replace("{reason}", record.reason);
  Object.assign(toast.querySelector("a"), { href: record.page, hidden: location.pathname === record.page && tone !== "success" });
  toast.querySelector("[data-dismiss]").addEventListener("click", () => record.state === "refused" && keep({ ...record, state: "draft" }));
  document.querySelector("#messages").append(toast);
}

async function sayWaiting(record) {
  say(record, record.isWhole ? WORDS.dataset.waiting : WORDS.dataset.tooLarge, "attention");
  const worker = await navigator.serviceWorker?.getRegistration();
  await worker?.sync?.register(LOCK).catch(() => undefined); // not everywhere, and not when the person forbade it: this page sends too
}

async function sayRecorded(record) {
  await forget(record.key);
  say(record, WORDS.dataset.recorded, "success");
}

async function sayOutcomes(outcomes) {
  for (const { record, outcome } of outcomes.filter(({ record }) => record.user === USER)) {
    if (outcome === "recorded") {
      await sayRecorded(record);
      formOf(record.task)?.toggleAttribute("hidden", true);
    } else if (outcome === "signed out") say(record, WORDS.dataset.signedOut, "attention");
    else if (outcome === "refused") say(await keptProof(record.key), WORDS.dataset.refused, "danger");
  }
}

const isTouched = (input) =>
  input.type === "radio" ? input.checked !== input.defaultChecked
  : input.type === "file" ? input.files.length > 0
  : input.type !== "hidden" && "defaultValue" in input && input.value !== input.defaultValue;

/** What was kept comes back into a form that nobody has begun to fill meanwhile. */
function restore(form, record) {
  if ([...form.elements].some(isTouched)) return;
  const typed = Object.fromEntries(record.fields.filter(([name]) => name !== "version"));
  for (const input of form.elements) {
    const value = typed[input.name];
    if (value === undefined) continue;
    if (input.type === "radio") input.checked = input.value === value;
    else if (input.type !== "file") input.value = value;
    else if (value instanceof File) {
      const files = new DataTransfer();
      files.items.add(value);
      input.files = files.files;
    }
  }
  form.dispatchEvent(new Event("change", { bubbles: true }));
}

/** Leaving the page would break off a reading of the proof: the form waits for it, but not long. */
function readingsOf(form) {
  form.dataset.leaving = "yes";
  const entry = form.querySelector(".proof-entry.htmx-request");
  if (!entry) return Promise.resolve();
  return new Promise((done) => {
    entry.addEventListener("htmx:afterRequest", done, { once: true });
    setTimeout(done, 1500);
  });
}

document.addEventListener("htmx:beforeRequest", (event) => {
  if (event.target.matches(".proof-entry") && event.target.closest("form")?.dataset.leaving) event.preventDefault();
});
