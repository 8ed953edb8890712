// A box that narrows the list beside it, without accents; hidden where scripts do not run.
const folded = (text) =>
  text.toLowerCase().normalize("NFD").replace(/[\u0300-\u036f]/g, "").replaceAll("đ", "d");

export const start = (root) => {
  for (const input of root.querySelectorAll("[data-filter]:not([data-filtering])")) {
    input.dataset.filtering = "";
    const box = input.closest("[data-filter-box]");
    if (box) box.hidden = false;
    const list = input.closest("section, .card, main")?.querySelector("[data-filtered]");
    if (!list) continue;
    input.addEventListener("input", () => {
      const wanted = folded(input.value).split(/\s+/).filter(Boolean);
      for (const line of list.children) {
        const text = folded(line.textContent);
        line.hidden = !wanted.every((word) => text.includes(word));
      }
    });
  }
};
