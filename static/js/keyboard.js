// Keys of one letter in lists; every one of them presses something that can be pressed without it.
"use strict";

document.addEventListener("keydown", (event) => {
  const typing = event.target.matches("input:not([type=checkbox]), select, textarea, [contenteditable]");
  if (typing || event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
  const list = event.target.closest("[data-keyboard-list]") ?? document.querySelector("[data-keyboard-list=page]");
  const items = [...(list?.querySelectorAll("[data-keyboard-item]") ?? [])];
  const row = (element) => element.closest("li, tr");
  const at = items.findIndex((item) => row(item) === row(document.activeElement));
  if (event.key === "j" || event.key === "k") items[event.key === "j" ? at + 1 : Math.max(at - 1, 0)]?.focus();
  else if (at >= 0) row(items[at]).querySelector(`[data-key="${CSS.escape(event.key)}"]`)?.click();
});
