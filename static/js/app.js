// Small helps on top of plain forms and links; every page works without this file.
"use strict";

const find = (selector) => document.querySelector(selector);

function showDialog(opener) {
  const dialog = find(opener.dataset.dialogOpen);
  if (dialog?.showModal && !dialog.open) dialog.showModal();
  return Boolean(dialog);
}

document.addEventListener("click", (event) => {
  const on = (selector) => event.target.closest(selector);
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
