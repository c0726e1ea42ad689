// Printing a report: its button, and the tables behind the charts, which paper cannot unfold.
"use strict";

const folded = () => document.querySelectorAll("details[data-print-open]:not([open])");
let opened = [];

addEventListener("beforeprint", () => {
  opened = [...folded()];
  for (const each of opened) each.open = true;
});
addEventListener("afterprint", () => {
  for (const each of opened) each.open = false;
});
for (const button of document.querySelectorAll("[data-print]")) button.addEventListener("click", () => print());
