// Counts the ticked tasks of a list and ticks all of a part; without this file the boxes still go with the form.
"use strict";

(() => {
  const ticks = (root) => [...root.querySelectorAll(".task-pick input")];

  function show() {
    const count = document.querySelector("[data-pick-count]");
    if (!count) return;
    const ticked = ticks(document).filter((tick) => tick.checked).length;
    const words = ticked === 1 ? count.dataset.one : count.dataset.many.replace("#", ticked);
    if (count.textContent !== words) count.textContent = words;
    for (const all of document.querySelectorAll("[data-pick-all]")) {
      const own = ticks(all.closest("section"));
      const on = own.filter((tick) => tick.checked).length;
      all.checked = own.length > 0 && on === own.length;
      all.indeterminate = on > 0 && on < own.length;
      all.disabled = own.length === 0;
    }
  }

  let last = null; // with Shift everything between two boxes is ticked
  document.addEventListener("click", ({ target, shiftKey }) => {
    if (target.closest("[data-pick-none]")) ticks(document).forEach((tick) => (tick.checked = false));
    if (target.matches(".task-pick input")) {
      const all = ticks(document);
      const [from, to] = [all.indexOf(last), all.indexOf(target)].sort((a, b) => a - b);
      if (shiftKey && from >= 0) all.slice(from, to + 1).forEach((tick) => (tick.checked = target.checked));
      last = target;
    }
    show();
  });

  document.addEventListener("change", ({ target }) => {
    if (target.matches("[data-pick-all]")) ticks(target.closest("section")).forEach((tick) => (tick.checked = target.checked));
    show();
  });
  document.addEventListener("htmx:afterSettle", show);
  addEventListener("pageshow", show);
})();
