// Keys of one letter, and where the focus goes in lists; every key presses something that can be pressed without it.
"use strict";

(() => {
  const find = (selector, root = document) => root?.querySelector(selector);
  const rowOf = (element) => element?.closest?.("li, tr") ?? null;
  const takesFocus = (element) => (element?.focus(), element && document.activeElement === element); // hidden ones do not
  const GO_WITHIN = 2000; // milliseconds between g and the letter after it
  let wentAt = -Infinity;

  function listAt(element) {
    return element.closest?.("[data-keyboard-list]") ?? find("[data-keyboard-list=page]");
  }

  function step(items, at, way) {
    items[Math.min(Math.max(at + way, 0), items.length - 1)]?.focus();
  }

  const ANYWHERE = {
    "/": () => find("#search, main input[type=search]"),
    "?": () => find("#shortcuts"),
    u: () => find(".toast [data-undo]"),
  };

  function pressed(event) {
    const { key } = event;
    if (event.timeStamp - wentAt < GO_WITHIN) {
      wentAt = -Infinity;
      return find(`[data-go="${CSS.escape(key)}"]`)?.click() ?? true;
    }
    if (key === "g") return (wentAt = event.timeStamp);
    const aim = Object.hasOwn(ANYWHERE, key) && ANYWHERE[key]();
    if (aim) return aim.showModal ? aim.showModal() : aim.matches("input") ? (aim.focus(), aim.select()) : aim.click();
    const items = [...(listAt(event.target)?.querySelectorAll("[data-keyboard-item]") ?? [])];
    const at = items.findIndex((item) => rowOf(item) === rowOf(document.activeElement));
    if (key === "j" || key === "k") return step(items, at, key === "j" ? 1 : -1);
    const own = at < 0 ? null : key === "x" ? find(".task-pick input", rowOf(items[at])) : find(`[data-key="${CSS.escape(key)}"]`, rowOf(items[at]));
    if (!own) return ACTS.has(key) && sayNot(rowOf(items[at]));
    own.click();
  }

  const ACTS = new Set(["c", "b", "r"]);

  /** A key that a task of this list does not take says why, in the same place as what was done. */
  function sayNot(row) {
    if (!row?.matches(".task-line")) return false;
    const toast = find("#request-failed").content.cloneNode(true);
    find(".toast", toast).dataset.tone = "info";
    find(".toast-text", toast).textContent = row.dataset.notYours ?? find("#shortcuts").dataset.notHere;
    find("#messages").replaceChildren(toast);
    return true;
  }

  document.addEventListener("keydown", (event) => {
    const slot = event.target.closest?.(".task-form-slot");
    if (event.key === "Escape" && slot?.childElementCount) return close(slot);
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && slot) return event.target.form?.requestSubmit();
    const typing = event.target.matches?.("input:not([type=checkbox], [type=radio]), select, textarea, [contenteditable]");
    const held = event.ctrlKey || event.metaKey || event.altKey || event.isComposing;
    if (typing || held || document.body.dataset.shortcuts !== "on" || find("dialog[open]")) return;
    if (pressed(event) !== false && event.key.length === 1) event.preventDefault();
  });

  /** Closes the form that is open in a row, and gives the focus back to what opened it. */
  function close(slot) {
    slot.replaceChildren();
    if (!takesFocus(slot.opener)) find("[data-keyboard-item]", rowOf(slot))?.focus();
  }

  document.addEventListener("click", (event) => {
    const away = event.target.closest(".task-form-slot .form-actions a");
    if (!away || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    close(away.closest(".task-form-slot"));
  });

  /** A form that was opened gets the focus; a row that was acted on passes it to the row after it. */
  document.addEventListener("htmx:afterSettle", ({ detail }) => {
    const [, number, form] = /^task-(\d+)(-form)?$/.exec(detail.target?.id ?? "") ?? [];
    const row = number && document.getElementById(`task-${number}`);
    if (!row) return;
    for (const menu of row.querySelectorAll("details[open]")) menu.open = false;
    if (form) {
      const slot = find(".task-form-slot", row);
      if (detail.requestConfig.verb === "get") slot.opener = detail.elt;
      const fields = [...slot.querySelectorAll("input:not([type=hidden], [type=radio]), textarea, select, a, button")];
      return fields.some(takesFocus);
    }
    const items = [...(listAt(row)?.querySelectorAll("[data-keyboard-item]") ?? [])];
    step(items, items.findIndex((item) => rowOf(item) === row), 1);
  });
})();
