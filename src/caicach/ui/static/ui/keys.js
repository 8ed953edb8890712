// The keyboard: / searches, ? shows the keys, j and k walk a [data-list], Enter opens, data-key="x" presses its control.
const typing = (event) =>
  event.isComposing || event.ctrlKey || event.metaKey || event.altKey ||
  event.target.closest?.("input, textarea, select, [contenteditable]");

const dialog = document.getElementById("keys");

const showKeys = () => {
  if (!dialog) return;
  const own = dialog.querySelector("[data-page-keys]");
  own.replaceChildren();
  for (const control of document.querySelectorAll("[data-key]")) {
    const term = document.createElement("dt");
    const key = document.createElement("kbd");
    key.textContent = control.dataset.key;
    term.append(key);
    const says = document.createElement("dd");
    says.textContent = control.textContent.trim() || control.getAttribute("aria-label");
    own.append(term, says);
  }
  dialog.showModal();
};

for (const button of document.querySelectorAll("[data-show-keys]")) {
  button.hidden = !dialog;
  button.addEventListener("click", showKeys);
}

const openSearch = () => {
  const field = document.querySelector("[data-search]");
  if (!field) return false;
  if (field.offsetParent === null) location.hash = "search";
  field.focus();
  field.select();
  return true;
};
window.addEventListener("hashchange", () => {
  if (location.hash === "#search") document.querySelector("[data-search]")?.focus();
});

const walk = (step) => {
  const lines = [...document.querySelectorAll("[data-list] [data-line], [data-list] .row-line")].filter((line) => line.offsetParent);
  if (!lines.length) return;
  const now = lines.findIndex((line) => line.classList.contains("at"));
  const next = lines[Math.max(0, Math.min(lines.length - 1, now + step))];
  lines.forEach((line) => line.classList.toggle("at", line === next));
  next.scrollIntoView({ block: "nearest" });
  const link = next.querySelector("a[href]");
  if (link) link.focus({ preventScroll: true });
};

document.addEventListener("keydown", (event) => {
  if (typing(event) || dialog?.open) return;
  if (event.key === "/") {
    if (openSearch()) event.preventDefault();
  } else if (event.key === "?") {
    event.preventDefault();
    showKeys();
  } else if (event.key === "j" || event.key === "k") {
    walk(event.key === "j" ? 1 : -1);
  } else {
    const control = [...document.querySelectorAll("[data-key]")].find((one) => one.dataset.key === event.key && one.offsetParent);
    if (!control) return;
    event.preventDefault();
    control.click();
  }
});
