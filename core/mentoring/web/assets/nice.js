// Niceties only: every page works without this file.
const one = (selector, root = document) => root.querySelector(selector);

// The error summary takes the focus, so that it is read first.
one(".summary")?.focus();

// Ctrl or Cmd and K goes to the search.
document.addEventListener("keydown", (event) => {
  const find = one(".rail .find input");
  if (find && event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    find.focus();
  }
});

// Escape closes the phone's menu.
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && location.hash === "#places") location.hash = "#main";
});

// A form is sent once, however often its button is pressed.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.dataset.sent) event.preventDefault();
  form.dataset.sent = "yes";
  setTimeout(() => delete form.dataset.sent, 4000);
});

// What was typed is not left behind by accident.
const typed = one("form[data-keep]");
if (typed) {
  let changed = false;
  typed.addEventListener("input", () => { changed = true; });
  typed.addEventListener("submit", () => { changed = false; });
  addEventListener("beforeunload", (event) => { if (changed) event.preventDefault(); });
}

// Print buttons exist only where a browser can print by script.
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}
