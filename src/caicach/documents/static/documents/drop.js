// The upload page: files may be dropped on the dashed field; sending shows how far it has come.
const zone = document.querySelector("[data-drop]");
const form = zone?.closest("form");
const input = zone?.querySelector("input[type=file]");

zone?.addEventListener("dragover", (event) => { event.preventDefault(); zone.classList.add("over"); });
zone?.addEventListener("dragleave", () => zone.classList.remove("over"));
zone?.addEventListener("drop", (event) => {
  event.preventDefault();
  zone.classList.remove("over");
  const folder = [...event.dataTransfer.items].some((item) => item.webkitGetAsEntry?.()?.isDirectory);
  if (folder) zone.querySelector("[webkitdirectory]").focus(); // a dropped folder cannot be sent as it is
  else if (event.dataTransfer.files.length) input.files = event.dataTransfer.files;
});
form?.addEventListener("submit", () => {
  const bar = form.querySelector("progress");
  const button = form.querySelector(".btn-primary");
  bar.hidden = false;
  button.textContent = form.dataset.busy;
  button.disabled = true;
});
window.addEventListener("pageshow", () => {
  const button = form?.querySelector(".btn-primary");
  if (button?.disabled) window.location.reload();
});
