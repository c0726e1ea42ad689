// Puts the copy of a post on the clipboard; without this file the person selects and copies it.
"use strict";

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
  const [target, status] = [document.querySelector(button.dataset.copyTarget), document.querySelector(button.dataset.copyStatus)];
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

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-copy-target]");
  if (button) copyFrom(button);
});
