// Comfort for the keyboard; every page works without it.
// "/" goes to the search box, "j" and "k" to the next and the previous article.
"use strict";

const box = document.getElementById("q");
const links = [...document.querySelectorAll(".hits h3 a")];

function isTyping(target) {
  return target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);
}

function step(by) {
  const here = links.indexOf(document.activeElement);
  const next = here < 0 ? (by > 0 ? 0 : links.length - 1) : here + by;
  links[Math.min(Math.max(next, 0), links.length - 1)]?.focus();
}

const keys = {
  "/": () => box.select(),
  j: () => step(1),
  k: () => step(-1),
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "Escape" && event.target === box) {
    box.blur();
  } else if (!isTyping(event.target) && keys[event.key]) {
    event.preventDefault();
    keys[event.key]();
  }
});
