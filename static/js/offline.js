// Without a network: proof is kept as it is typed, told of, and sent once when the network is back.
"use strict";

/** A proof was on its way when this page came: it arrived, it was refused on this page, or it must go again. */
function afterSending(record) {
  const [navigation] = performance.getEntriesByType("navigation");
  // A form that was taken redirects; the login page redirects too, but from elsewhere.
  const arrived = navigation?.redirectCount > 0 && new URL(document.referrer || location).pathname === record.from;
  const mine = sessionStorage.getItem(LOCK) === record.key;
  if (!mine && Date.now() - record.since < 60000) return undefined; // another window is at it
  sessionStorage.removeItem(LOCK);
  if (mine && arrived) return forget(record.key);
  return keep({ ...record, state: mine && formOf(record.task) ? "draft" : "waiting" });
}

async function begin() {
  await rememberPerson(USER);
  for (const record of (await keptProofs()).filter(({ user }) => user === USER)) {
    const form = formOf(record.task);
    if (record.state === "sending") await afterSending(record);
    else if (record.state === "recorded") await sayRecorded(record);
    else if (record.state === "refused") say(record, WORDS.dataset.refused, "danger");
    else if (record.state === "draft" && Date.now() - record.since > KEEP_DRAFTS) await forget(record.key);
    if (form && !new URLSearchParams(location.search).has("proof") && (await keptProof(record.key))) restore(form, record);
  }
  await sendNow();
}

const sendNow = async () => navigator.onLine && sayOutcomes(await sendWaiting());

/** The page for times without a network belongs to nobody; it lists what the last person left on this device. */
async function showKept(list) {
  const person = await lastPerson();
  for (const record of (await keptProofs()).filter(({ user, state }) => user === person && state !== "recorded")) {
    if (record.state === "sending") await keep({ ...record, state: "waiting" });
    const row = document.querySelector("#kept-proof").content.cloneNode(true);
    const state = record.state === "sending" ? "waiting" : record.state;
    Object.assign(row.querySelector("a"), { href: record.page, textContent: record.title });
    const since = new Date(record.since);
    Object.assign(row.querySelector("time"), { dateTime: since.toISOString(), textContent: since.toLocaleString() });
    row.querySelector("[data-words]").textContent = `${list.dataset[state]} ${record.reason}`.trim();
    list.append(row);
  }
  list.hidden = !list.children.length;
}

function pass(form, button) {
  form.dataset.onItsWay = "yes";
  form.requestSubmit(button);
  delete form.dataset.onItsWay;
  setTimeout(() => delete form.dataset.leaving, 15000);
}

document.addEventListener("input", ({ target }) => {
  const form = target.closest(PROOF_FORM);
  if (!form || !USER) return;
  const record = recordOf(form, "draft");
  (isEmpty(record) ? forget(record.key) : keep(record)).catch(() => undefined); // a full device keeps nothing; the form still works
});

document.addEventListener("submit", (event) => {
  const form = event.target.closest(PROOF_FORM);
  if (form && USER && !form.dataset.onItsWay) {
    event.preventDefault();
    event.stopImmediatePropagation();
    const record = recordOf(form, navigator.onLine ? "sending" : "waiting");
    if (navigator.onLine) sessionStorage.setItem(LOCK, record.key);
    const go = () => readingsOf(form).then(() => pass(form, event.submitter));
    keep(record).then(() => (navigator.onLine ? go() : sayWaiting(record)), go);
  } else if (event.target.matches("form[action='/logout/']")) {
    // What was only begun goes with the person; what they sent waits for them to come back.
    const isBegun = ({ state, user }) => user === USER && state === "draft";
    keptProofs().then((all) => all.filter(isBegun).forEach(({ key }) => forget(key)));
    rememberPerson(null);
  }
}, true);

/** A form inside a list is sent by htmx, which stays on the page; neither it nor its reading is told of as failed. */
document.addEventListener("htmx:afterRequest", ({ detail: { requestConfig, xhr, successful } }) => {
  const form = requestConfig.elt; // the answer may have taken its place already
  if (!USER || !form.matches(PROOF_FORM)) return;
  sessionStorage.removeItem(LOCK);
  const record = recordOf(form, xhr.status ? "draft" : "waiting");
  if (successful) forget(record.key);
  else keep(record).then(() => xhr.status || sayWaiting(record));
});
document.addEventListener("htmx:sendError", (event) => USER && event.target.closest(PROOF_FORM) && event.stopImmediatePropagation(), true);
document.addEventListener("htmx:load", async ({ target }) => {
  const form = USER && target !== document.body && target.querySelector?.(PROOF_FORM);
  const record = form && (await keptProof(`${USER}:${form.dataset.task}`));
  if (record) restore(form, record);
});

addEventListener("online", () => (USER ? sendNow() : keptList && location.replace(location.href)));
addEventListener("load", () => navigator.serviceWorker?.register("/service-worker.js"));
navigator.serviceWorker?.addEventListener("message", ({ data }) => USER && sayOutcomes(data.outcomes));
const keptList = document.querySelector("[data-kept-list]");
if (keptList) showKept(keptList);
else if (USER) begin();
