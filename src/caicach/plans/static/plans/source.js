// Source view: brings the chosen clause and its proposal into sight, and draws the line that ties them.
const source = document.querySelector("[data-source]");
const clause = source?.querySelector("[data-here]");
const chosen = source?.querySelector("[data-chosen]");
const thread = source?.querySelector("[data-thread]");

const inPane = (element) => {
  const pane = element.closest(".paper-pane, .proposals");
  const box = element.getBoundingClientRect();
  const frame = pane.getBoundingClientRect();
  pane.scrollTop += box.top - frame.top - Math.max(64, (frame.height - box.height) / 3);
};

const draw = () => {
  if (!thread || !clause || !chosen) return;
  const pane = clause.closest(".paper-pane").getBoundingClientRect();
  const list = chosen.closest(".proposals").getBoundingClientRect();
  const from = clause.getBoundingClientRect();
  const to = chosen.getBoundingClientRect();
  const y1 = (from.top + from.bottom) / 2;
  const y2 = to.top + 28;
  const seen = y1 > pane.top && y1 < pane.bottom && y2 > list.top + 30 && y2 < list.bottom;
  thread.style.visibility = seen ? "visible" : "hidden";
  const [x1, x2] = [from.right, to.left];
  const middle = (x1 + x2) / 2;
  thread.querySelector("path").setAttribute("d", `M${x1} ${y1} C${middle} ${y1} ${middle} ${y2} ${x2} ${y2}`);
  const ends = thread.querySelectorAll("circle");
  [[x1, y1], [x2, y2]].forEach(([x, y], i) => { ends[i].setAttribute("cx", x); ends[i].setAttribute("cy", y); });
};

if (source) {
  const wide = window.matchMedia("(min-width: 1024px)");
  if (clause) inPane(clause);
  if (chosen && wide.matches) inPane(chosen);
  const verb = chosen?.querySelector("[data-unclear] input:not([type=hidden]), [data-assign], [data-confirm]");
  if (verb && wide.matches && !document.querySelector(".error-summary")) verb.focus({ preventScroll: true });
  draw();
  source.querySelectorAll(".paper-pane, .proposals").forEach((pane) => pane.addEventListener("scroll", draw, { passive: true }));
  window.addEventListener("resize", draw);
  window.addEventListener("scroll", draw, { passive: true });
}
