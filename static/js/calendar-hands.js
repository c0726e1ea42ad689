// Moves calendar items by dragging them with the mouse, or by a long press and a tap where there is no mouse.
"use strict";

(() => {
  const LONG_PRESS = 450;
  const JITTER = 10;
  let press = null; // a finger that may become a long press: where it went down, and its timer
  let isSamePress = false; // the click that ends the long press chooses no day yet

  const chipOf = (event) => event.target.closest("[data-movable]");
  const placeOf = (event) => event.target.closest("[data-drop]");

  function forget() {
    clearTimeout(press?.timer);
    press = null;
  }

  document.addEventListener("pointerdown", (event) => {
    isSamePress = false;
    forget();
    const chip = chipOf(event);
    if (!chip) return;
    chip.draggable = event.pointerType === "mouse";
    if (event.pointerType === "mouse" || calendarMoves.isHolding()) return;
    const pickUp = () => {
      isSamePress = true;
      calendarMoves.pickUp(chip);
      calendarMoves.showPlaces();
    };
    press = { x: event.clientX, y: event.clientY, timer: setTimeout(pickUp, LONG_PRESS) };
  });

  document.addEventListener("pointermove", ({ clientX, clientY }) => {
    if (press && Math.hypot(clientX - press.x, clientY - press.y) > JITTER) forget();
  });
  for (const end of ["pointerup", "pointercancel"]) document.addEventListener(end, forget);

  document.addEventListener("contextmenu", (event) => {
    if (press || isSamePress) event.preventDefault();
  });

  // Before the click opens an item or follows a link.
  document.addEventListener("click", choose, { capture: true });

  function choose(event) {
    if (!calendarMoves.isHolding()) return;
    event.preventDefault();
    event.stopPropagation();
    if (event.target.closest("[data-move-cancel]")) return calendarMoves.letGo(document.querySelector("#calendar-bar").dataset.left);
    const place = placeOf(event);
    if (isSamePress || !place) return;
    calendarMoves.aim(place);
    calendarMoves.putDown();
  }

  document.addEventListener("dragstart", (event) => {
    const chip = chipOf(event);
    if (!chip) return;
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", chip.title);
    calendarMoves.pickUp(chip);
  });

  document.addEventListener("dragover", (event) => {
    const place = placeOf(event);
    if (!calendarMoves.isHolding() || !place) return;
    event.preventDefault();
    calendarMoves.aim(place);
  });

  document.addEventListener("drop", (event) => {
    if (!calendarMoves.isHolding()) return;
    event.preventDefault();
    calendarMoves.putDown();
  });

  document.addEventListener("dragend", () => {
    if (calendarMoves.isHolding()) calendarMoves.letGo("");
  });
})();
