// Opens items on top of the calendar, sends a move to the server, and puts the focus back; the links work without it.
"use strict";

const calendar = {
  here: () => location.pathname + location.search,
  focusNext: "",

  /** The wall clock in the campaign's zone when an item is put on another day or hour of the page. */
  landing(chip, { drop, hour }) {
    const days = Date.parse(drop) - Date.parse(chip.dataset.day);
    const hours = hour === undefined ? 0 : (hour - chip.dataset.hour) * 3600000;
    return new Date(Date.parse(`${chip.dataset.at}Z`) + days + hours).toISOString().slice(0, 16);
  },

  move(chip, place) {
    const form = document.querySelector("#calendar-move");
    form.elements.scheduled_at.value = calendar.landing(chip, place.dataset);
    form.elements.version.value = chip.dataset.version;
    form.elements.back.value = calendar.here();
    calendar.focusNext = chip.id;
    calendar.ask("POST", `${chip.getAttribute("href")}move/`, { source: form, target: "#calendar-board", swap: "outerHTML" });
  },

  ask: (verb, url, how) => htmx.ajax(verb, url, how).catch(() => {}), // app.js tells of requests that fail
};

document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-open-item]");
  if (!opener || event.defaultPrevented || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  calendar.focusNext = opener.id;
  const panel = `${opener.getAttribute("href")}panel/?back=${encodeURIComponent(calendar.here())}`;
  calendar.ask("GET", panel, { source: opener, target: "#item-panel", swap: "innerHTML" });
});

document.addEventListener("htmx:load", ({ target }) => {
  const dialog = document.querySelector("#item-dialog");
  if (target.closest("#item-panel") && !dialog.open) dialog.showModal();
  if (target.id !== "calendar-board") return;
  dialog.close();
  (document.getElementById(calendar.focusNext) ?? target).focus();
});

// A phone shows the days first; the choices wait behind their button.
if (matchMedia("(width < 48rem)").matches) {
  document.querySelector("[data-fold-on-phone]")?.removeAttribute("open");
}
