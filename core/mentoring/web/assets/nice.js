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

// A page that waits looks again and changes in place; it is loaded anew when the wait is over.
const going = one("[data-looks-again]");
const look = async () => {
  const text = await fetch(location.href).then((answer) => answer.ok && answer.text()).catch(() => "");
  const then = one("[data-looks-again]", new DOMParser().parseFromString(text || "", "text/html"));
  if (text && !then) location.reload();
  if (then && then.innerHTML !== going.innerHTML) going.innerHTML = then.innerHTML;
  setTimeout(look, 2000);
};
if (going) setTimeout(look, 2000);

// In the workbench the list of matches is one stop: arrows go from match to match, Tab goes through the buttons of the
// one that has the focus, and a letter presses one of them.
const keys = one("details.keys");
if (keys) {
  const letters = one("input", keys);
  const matches = [...document.querySelectorAll(".match")];
  const ways = { ARROWDOWN: 1, J: 1, ARROWUP: -1, K: -1, PAGEDOWN: 10, PAGEUP: -10, HOME: -1e6, END: 1e6 };
  const stopAt = (current) => {
    for (const match of matches)
      for (const stop of [match, ...match.querySelectorAll("a, button")]) stop.tabIndex = match === current ? 0 : -1;
  };
  const meant = document.getElementById(location.hash.slice(1));
  stopAt(matches.includes(meant) ? meant : matches[0]);
  if (matches.includes(meant)) meant.focus();
  keys.hidden = false;
  letters.checked = localStorage.getItem("letters") !== "off";
  letters.addEventListener("change", () => localStorage.setItem("letters", letters.checked ? "on" : "off"));
  document.addEventListener("focusin", (event) => {
    const match = event.target.closest(".match");
    if (match) stopAt(match);
  });
  document.addEventListener("keydown", (event) => {
    const match = event.target.closest(".match");
    const typing = event.target.matches("input, select, textarea");
    const key = event.key.toUpperCase();
    const isLetter = key.length === 1;
    if (!match || typing || (isLetter && !letters.checked) || event.ctrlKey || event.altKey || event.metaKey) return;
    const last = matches.length - 1;
    const button = one(`[data-key="${CSS.escape(key)}"]`, key === "U" ? document : match);
    if (key === "?") {
      keys.open = true;
      one("summary", keys).focus();
    } else if (key in ways) matches[Math.min(last, Math.max(0, matches.indexOf(match) + ways[key]))].focus();
    else if (!button) return;
    else if (key !== "F" || confirm(keys.dataset.ask)) button.click();
    event.preventDefault();
  });
}

// Print buttons exist only where a browser can print by script.
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}
