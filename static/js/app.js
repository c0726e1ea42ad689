// Small helps on top of plain forms and links; every page works without this file.
"use strict";

const find = (selector) => document.querySelector(selector);

/** Copies plain text while the browser still counts the click as the person's own. */
function copyNow(target) {
  const text = target.value ?? target.textContent;
  if (target.select) target.select();
  else getSelection().selectAllChildren(target);
  const plain = (event) => {
    event.clipboardData.setData("text/plain", text);
    event.preventDefault();
  };
  document.addEventListener("copy", plain);
  // The asynchronous clipboard is missing on plain http and refuses when a composer tab takes the focus.
  const copied = document.execCommand("copy");
  document.removeEventListener("copy", plain);
  if (copied) return Promise.resolve();
  return navigator.clipboard ? navigator.clipboard.writeText(text) : Promise.reject(new Error("no clipboard"));
}

function copyFrom(button) {
  const [target, status] = [find(button.dataset.copyTarget), find(button.dataset.copyStatus)];
  if (!target || !status) return;
  const say = (words, tone) => {
    status.dataset.tone = tone;
    status.textContent = words;
    clearTimeout(status.timer);
    status.timer = setTimeout(() => (status.textContent = ""), 6000);
  };
  const { copied, copyByHand } = document.body.dataset;
  copyNow(target)
    .then(() => getSelection().removeAllRanges())
    .then(
      () => say(copied, "success"),
      () => say(copyByHand, "attention"), // the text stays selected for the person's own copy command
    );
}

function showDialog(opener) {
  const dialog = find(opener.dataset.dialogOpen);
  if (dialog?.showModal && !dialog.open) dialog.showModal();
  return Boolean(dialog);
}

document.addEventListener("click", (event) => {
  const on = (selector) => event.target.closest(selector);
  if (on("[data-copy-target]")) copyFrom(on("[data-copy-target]"));
  if (on("[data-dialog-open]") && showDialog(on("[data-dialog-open]"))) event.preventDefault();
  if (on("[data-dialog-close]")) on("dialog")?.close();
  if (on("[data-dismiss]")) on(".toast")?.remove();
  for (const menu of document.querySelectorAll("details.menu[open]")) menu.open = menu.contains(event.target);
});

document.addEventListener("change", ({ target }) => {
  if (target.form?.matches("[data-auto-submit]")) target.form.requestSubmit();
});

function hold(form, button) {
  form.dataset.submitted = "yes";
  if (button) Object.assign(button, { disabled: true, ariaBusy: "true" });
  setTimeout(() => release(form), 15000); // a download leaves the page where it is
}

function release(form) {
  delete form.dataset.submitted;
  for (const button of form.querySelectorAll("[aria-busy]")) Object.assign(button, { disabled: false, ariaBusy: null });
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.getAttribute("method") !== "post") return;
  if (form.dataset.submitted) return event.preventDefault();
  form.dataset.submitted = "yes";
  setTimeout(() => hold(form, event.submitter)); // a button disabled any sooner would not be sent with the form
});
addEventListener("pageshow", () => document.querySelectorAll("form[data-submitted]").forEach(release));

document.addEventListener("htmx:beforeRequest", ({ target, detail }) => {
  if (target.matches("form[method=post]")) hold(target, detail.requestConfig.triggeringEvent?.submitter);
});
document.addEventListener("htmx:afterRequest", ({ target }) => target.matches("form") && release(target));

for (const failure of ["htmx:responseError", "htmx:sendError", "htmx:timeout"]) {
  document.addEventListener(failure, () => find("#messages").replaceChildren(find("#request-failed").content.cloneNode(true)));
}

document.addEventListener("keydown", (event) => {
  const typing = event.target.matches("input:not([type=checkbox]), select, textarea, [contenteditable]");
  if (typing || event.ctrlKey || event.metaKey || event.altKey || find("dialog[open]")) return;
  const list = event.target.closest("[data-keyboard-list]") ?? find("[data-keyboard-list=page]");
  const items = [...(list?.querySelectorAll("[data-keyboard-item]") ?? [])];
  const row = (element) => element.closest("li, tr");
  const at = items.findIndex((item) => row(item) === row(document.activeElement));
  if (event.key === "j" || event.key === "k") items[event.key === "j" ? at + 1 : Math.max(at - 1, 0)]?.focus();
  else if (at >= 0) row(items[at]).querySelector(`[data-key="${CSS.escape(event.key)}"]`)?.click();
});
