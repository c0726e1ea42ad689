// Picks a calendar item up and puts it down with the keyboard; calendar-hands.js does it with mouse and finger.
"use strict";

const calendarMoves = (() => {
  const bar = document.querySelector("#calendar-bar");
  const board = () => document.querySelector("#calendar-board");
  let held = null; // the item that was picked up
  let place = null; // the day, or the hour of a day, where it would land

  const say = (words) => (document.querySelector("#calendar-say").textContent = words);

  function aim(next) {
    place?.classList.remove("drop-target");
    place = next;
    place?.classList.add("drop-target");
  }

  function pickUp(chip) {
    held = chip;
    chip.classList.add("dragging");
    aim(chip.closest("[data-drop]"));
    const title = chip.querySelector(".calendar-item-title").textContent;
    document.querySelector("#calendar-held").textContent = title;
    say(bar.dataset.picked.replace("{title}", title));
  }

  function showPlaces() {
    board().dataset.moving = "yes";
    bar.hidden = false;
  }

  function letGo(words) {
    held?.classList.remove("dragging");
    aim(null);
    held = null;
    delete board().dataset.moving;
    bar.hidden = true;
    if (words) say(words);
  }

  function putDown() {
    const [chip, there] = [held, place];
    const stays = !there || there === chip.closest("[data-drop]");
    letGo(stays ? bar.dataset.left : bar.dataset.sent.replace("{place}", there.dataset.name));
    if (!stays) calendar.move(chip, there);
  }

  function step(days, hours) {
    const { drop, hour } = place.dataset;
    const day = new Date(Date.parse(drop) + days * 86400000).toISOString().slice(0, 10);
    const wanted = hour === undefined ? "" : `[data-hour="${Number(hour) + hours}"]`;
    const next = board().querySelector(`[data-drop="${day}"]${wanted}`);
    if (next) aim(next);
    place.scrollIntoView({ block: "nearest" });
    say(next ? next.dataset.name : bar.dataset.edge);
  }

  function steer(event) {
    const inWeek = place.dataset.hour !== undefined;
    const [down, up] = inWeek ? [[0, 1], [0, -1]] : [[7, 0], [-7, 0]];
    const steps = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowDown: down, ArrowUp: up, PageDown: [0, 1], PageUp: [0, -1] };
    if (event.key === "Enter") putDown();
    else if (event.key === "Escape" || event.key === "Tab") letGo(bar.dataset.left);
    else if (steps[event.key]) step(...steps[event.key]);
    else return;
    if (event.key !== "Tab") event.preventDefault();
  }

  document.addEventListener("keydown", (event) => {
    if (held) return steer(event);
    const chip = event.target.closest("[data-movable]");
    if (!chip || event.key !== "m" || event.ctrlKey || event.metaKey || event.altKey) return;
    pickUp(chip);
    showPlaces();
  });

  return { aim, pickUp, showPlaces, letGo, putDown, isHolding: () => held !== null };
})();
