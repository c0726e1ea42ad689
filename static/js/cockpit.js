// From the composer back to the proof in few taps; every one of these helps has its plain way on the page.
"use strict";

const proofField = () => document.querySelector("#complete [name=proof_value]");

/** The address in what was copied: apps put words around it. */
const addressIn = (text) => text.match(/https?:\/\/\S+/)?.[0] ?? text.trim();

let isAway = false;

function welcomeBack() {
  if (!isAway || document.visibilityState !== "visible") return;
  isAway = false;
  const field = proofField();
  if (!field?.checkVisibility()) return;
  field.scrollIntoView({ block: "center", behavior: "instant" });
  // The next tap is Paste; where pasting by button is not possible, the field itself is ready for it.
  (field.form.querySelector("[data-paste-into]:not([hidden])") ?? field).focus({ preventScroll: true });
}

document.addEventListener("visibilitychange", welcomeBack);
addEventListener("focus", welcomeBack);

async function pasteInto(button) {
  const field = document.querySelector(button.dataset.pasteInto);
  try {
    const text = await navigator.clipboard.readText();
    field.value = field.form.querySelector("[value=URL]:checked") ? addressIn(text) : text;
  } catch {
    field.focus(); // the person said no, or there is nothing to read: the field waits for their own paste
    return;
  }
  field.dispatchEvent(new Event("input", { bubbles: true }));
  field.form.querySelector("[type=submit]").focus();
}

document.addEventListener("htmx:afterSettle", ({ target, detail }) => {
  // The step that was pressed is another element now; the keyboard stays on it.
  const pressed = detail.requestConfig?.elt.querySelector(".step-tick")?.id;
  if (pressed) document.getElementById(pressed)?.focus({ preventScroll: true });
  // What was read in the address moves the button down: it stays in sight for the last tap.
  const submit = document.activeElement;
  if (target.matches(".proof-reading") && submit.matches("[type=submit]")) submit.scrollIntoView({ block: "nearest" });
});

const files = new Map();

/** Fetched before the tap: sharing must follow it at once, or the browser refuses. */
async function prepare(button) {
  const answer = await fetch(button.dataset.shareFile);
  if (!answer.ok) return;
  const data = await answer.blob();
  const file = new File([data], button.dataset.shareName, { type: data.type });
  if (!navigator.canShare({ files: [file] })) return;
  files.set(button, file);
  button.hidden = false;
}

async function share(button) {
  try {
    await navigator.share({ files: [files.get(button)] });
    isAway = true;
  } catch {
    isAway = false; // closed without sharing; the download beside it is the other way
  }
}

document.addEventListener("click", ({ target }) => {
  const on = (selector) => target.closest(selector);
  if (on("[data-composer]")) isAway = true;
  if (on("[data-paste-into]")) pasteInto(on("[data-paste-into]"));
  if (on("[data-share-file]")) share(on("[data-share-file]"));
});

if (navigator.clipboard?.readText)
  for (const button of document.querySelectorAll("[data-paste-into]")) button.hidden = false;
if (navigator.canShare)
  for (const button of document.querySelectorAll("[data-share-file]")) prepare(button).catch(() => undefined);
