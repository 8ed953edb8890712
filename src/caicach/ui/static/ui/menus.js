// <details> that behave like menus: one open at a time, closed by Escape or a press elsewhere, kept inside the window.
const floating = "details.menu, details.pop";

const keepInside = (details) => {
  const body = details.querySelector(".pop-body");
  if (!body) return;
  details.classList.remove("to-left");
  if (body.getBoundingClientRect().right > document.documentElement.clientWidth - 8) details.classList.add("to-left");
};

document.addEventListener("toggle", (event) => {
  const details = event.target;
  if (!(details instanceof HTMLDetailsElement) || !details.open || !details.matches(floating)) return;
  for (const other of document.querySelectorAll(floating)) {
    if (other !== details && !other.contains(details)) other.open = false;
  }
  keepInside(details);
}, true);

document.addEventListener("click", (event) => {
  for (const details of document.querySelectorAll(floating)) {
    if (details.open && !details.contains(event.target)) details.open = false;
  }
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const details of document.querySelectorAll(floating)) {
    if (!details.open) continue;
    details.open = false;
    details.querySelector("summary").focus();
  }
});

// A link to an explanation opens it.
const openTarget = () => {
  const target = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  const details = target && target.closest("details");
  if (details) details.open = true;
};
window.addEventListener("hashchange", openTarget);
openTarget();

// On paper explanations stand open; afterwards they are as they were.
let opened = [];
window.addEventListener("beforeprint", () => {
  opened = [...document.querySelectorAll("details.because:not([open])")];
  for (const details of opened) details.setAttribute("open", "");
});
window.addEventListener("afterprint", () => opened.forEach((details) => details.removeAttribute("open")));

// What sends or destroys asks once, in the sentence the page gives it.
document.addEventListener("submit", (event) => {
  const question = event.submitter?.dataset.ask || event.target.dataset.ask;
  if (question && !window.confirm(question)) event.preventDefault();
});

// Light or dark is kept in a cookie, so that the server writes it into the page.
for (const row of document.querySelectorAll("[data-theme-choice]")) {
  row.hidden = false;
  const show = () => {
    const chosen = document.documentElement.dataset.theme || "";
    for (const button of row.querySelectorAll("button")) button.setAttribute("aria-pressed", String(button.value === chosen));
  };
  row.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    if (button.value) document.documentElement.dataset.theme = button.value;
    else delete document.documentElement.dataset.theme;
    document.cookie = `theme=${button.value}; path=/; max-age=${button.value ? 31536000 : 0}; samesite=lax`;
    show();
  });
  show();
}
