// A sheet: paste from Excel, arrows, Enter and Tab, undo, marks of what changed, new rows. Without scripts it is a plain form.
const CELL = "input:not([type=hidden]), textarea, select";

// A block copied from Excel: rows by line, cells by tab; a cell with line breaks or tabs stands in quotes.
export const readBlock = (text) => {
  const rows = [[""]];
  let quoted = false;
  for (let n = 0; n < text.length; n += 1) {
    const sign = text[n];
    const row = rows[rows.length - 1];
    const cell = row[row.length - 1];
    if (quoted && sign === '"' && text[n + 1] === '"') { row[row.length - 1] += '"'; n += 1; }
    else if (quoted && sign === '"') quoted = false;
    else if (!quoted && sign === '"' && cell === "") quoted = true;
    else if (!quoted && sign === "\t") row.push("");
    else if (!quoted && sign === "\n") rows.push([""]);
    else if (sign !== "\r") row[row.length - 1] += sign;
  }
  if (rows.length > 1 && rows[rows.length - 1].length === 1 && rows[rows.length - 1][0] === "") rows.pop();
  return rows;
};

const fold = (text) => text.normalize("NFC").trim().toLowerCase();

class Sheet {
  constructor(form) {
    this.form = form;
    this.body = form.querySelector("tbody");
    this.rowCount = form.querySelector("[data-row-count]");
    this.undoButton = form.querySelector("[data-undo]");
    this.changedPlace = form.querySelector("[data-changed]");
    this.first = new WeakMap();
    this.before = new WeakMap();
    this.past = [];
    this.blank = this.body.rows.length ? this.blankRow() : null;
    this.cells().forEach((cell) => this.know(cell));
    for (const one of form.querySelectorAll("[data-undo], [data-hint], [data-add-row]")) one.hidden = false;
    form.addEventListener("keydown", (event) => this.key(event));
    form.addEventListener("paste", (event) => this.paste(event));
    form.addEventListener("focusin", ({ target }) => { if (target.matches(CELL)) this.before.set(target, target.value); });
    form.addEventListener("input", ({ target }) => { if (target.matches(CELL)) this.grow(target); });
    form.addEventListener("change", ({ target }) => { if (target.matches(CELL)) this.typed(target); });
    this.undoButton?.addEventListener("click", () => this.undo());
    form.querySelector("[data-add-row]")?.addEventListener("click", () => this.cellAt(this.addRow(), 0)?.focus());
    form.addEventListener("submit", () => { this.sent = true; });
    window.addEventListener("beforeunload", (event) => {
      if (!this.sent && !form.dataset.draftUrl && this.form.querySelector("td.changed")) event.preventDefault();
    });
  }

  cells() { return [...this.body.querySelectorAll(`td ${CELL.replaceAll(", ", ", td ")}`)]; }
  cellsOf(row) { return [...row.querySelectorAll(CELL)]; }
  cellAt(rowAt, columnAt) { const row = this.body.rows[rowAt]; return row && this.cellsOf(row)[columnAt]; }

  at(cell) {
    const row = cell.closest("tr");
    return [row.sectionRowIndex, this.cellsOf(row).indexOf(cell)];
  }

  know(cell) {
    this.first.set(cell, cell.value);
    this.before.set(cell, cell.value);
    this.grow(cell);
  }

  grow(cell) {
    if (cell.tagName !== "TEXTAREA" || CSS.supports("field-sizing", "content")) return;
    cell.style.height = "auto";
    cell.style.height = `${Math.max(cell.scrollHeight, 36)}px`;
  }

  blankRow() {
    const row = this.body.rows[this.body.rows.length - 1].cloneNode(true);
    row.querySelectorAll("[type=hidden], .cell-error").forEach((one) => one.remove());
    row.querySelectorAll("td").forEach((place) => place.classList.remove("wrong", "changed"));
    for (const cell of this.cellsOf(row)) {
      if (cell.tagName === "SELECT") cell.selectedIndex = 0;
      else { cell.value = ""; cell.defaultValue = ""; }
      cell.removeAttribute("aria-invalid");
      cell.removeAttribute("aria-describedby");
    }
    return row;
  }

  addRow() {
    if (!this.form.querySelector("[data-add-row]")) return this.body.rows.length - 1;
    const row = this.blank.cloneNode(true);
    const n = this.body.rows.length;
    const place = row.querySelector(".row-number");
    if (place) place.textContent = String(n + 1);
    for (const cell of this.cellsOf(row)) {
      cell.name = cell.name.replace(/^row-\d+-/, `row-${n}-`);
      cell.setAttribute("aria-label", cell.getAttribute("aria-label").replace(/\d+$/, String(n + 1)));
    }
    this.body.append(row);
    this.cellsOf(row).forEach((cell) => this.know(cell));
    this.rowCount.value = String(n + 1);
    return n;
  }

  // What a person set by hand, once the cell is left.
  typed(cell) {
    const before = this.before.get(cell);
    if (before === cell.value) return;
    this.remember([[cell, before]]);
    this.before.set(cell, cell.value);
    this.mark(cell);
    this.say();
  }

  set(cell, value) {
    if (cell.readOnly) return;
    if (cell.tagName === "SELECT") {
      const wanted = fold(value);
      const option = [...cell.options].find((one) => fold(one.text) === wanted || fold(one.value) === wanted);
      if (!option) return;
      cell.value = option.value;
    } else {
      const clean = value.normalize("NFC").trim();
      cell.value = cell.tagName === "TEXTAREA" ? clean : clean.replace(/\s*\n\s*/g, " ");
    }
    this.before.set(cell, cell.value);
    this.grow(cell);
    this.mark(cell);
  }

  mark(cell) {
    const place = cell.closest("td");
    place.classList.toggle("changed", cell.value !== this.first.get(cell));
    if (place.classList.contains("wrong")) {
      place.classList.remove("wrong");
      place.querySelector(".cell-error")?.remove();
      cell.removeAttribute("aria-invalid");
      cell.removeAttribute("aria-describedby");
    }
  }

  remember(changes) {
    this.past.push(changes);
    if (this.past.length > 100) this.past.shift();
    if (this.undoButton) this.undoButton.disabled = false;
  }

  undo() {
    const changes = this.past.pop();
    if (!changes) return;
    for (const [cell, value] of changes) {
      cell.value = value;
      this.before.set(cell, value);
      this.grow(cell);
      this.mark(cell);
    }
    changes[0][0].focus();
    if (this.undoButton) this.undoButton.disabled = this.past.length === 0;
    this.say();
    this.tellDraft();
  }

  say() {
    if (!this.changedPlace) return;
    const n = this.body.querySelectorAll("td.changed").length;
    this.changedPlace.textContent = n ? `${n} ${this.changedPlace.dataset.says}` : "";
  }

  // Values set by us make no event of their own; the draft must hear of them.
  tellDraft() { this.form.dispatchEvent(new Event("change", { bubbles: false })); }

  paste(event) {
    const cell = event.target;
    if (!cell.matches?.(CELL)) return;
    const text = event.clipboardData.getData("text/plain");
    if (!/[\t\n]/.test(text.replace(/\r?\n$/, ""))) return;
    event.preventDefault();
    const block = readBlock(text);
    const [top, left] = this.at(cell);
    const changes = [];
    block.forEach((values, down) => {
      while (!this.body.rows[top + down] && this.form.querySelector("[data-add-row]")) this.addRow();
      values.forEach((value, right) => {
        const target = this.cellAt(top + down, left + right);
        if (!target || target.readOnly) return;
        const before = target.value;
        this.set(target, value);
        if (target.value !== before) changes.push([target, before]);
      });
    });
    if (changes.length) this.remember(changes);
    this.say();
    this.tellDraft();
  }

  // Arrows leave a cell at its edge or when all of it is selected; else they move within the text.
  atEdge(cell, key) {
    if (cell.tagName === "SELECT") return key === "ArrowLeft" || key === "ArrowRight";
    const { selectionStart: start, selectionEnd: end, value } = cell;
    if (start === 0 && end === value.length) return true;
    if (start !== end) return false;
    if (key === "ArrowLeft") return start === 0;
    if (key === "ArrowRight") return end === value.length;
    if (key === "ArrowUp") return !value.slice(0, start).includes("\n");
    return !value.slice(end).includes("\n");
  }

  go(rowAt, columnAt) {
    const cell = this.cellAt(rowAt, columnAt);
    if (!cell) return false;
    cell.focus();
    if (cell.select) cell.select();
    return true;
  }

  key(event) {
    const cell = event.target;
    if (event.isComposing || !cell.matches(CELL)) return;
    const [row, column] = this.at(cell);
    const { key } = event;
    if ((event.ctrlKey || event.metaKey) && key.toLowerCase() === "z" && !event.shiftKey) {
      // While a cell is being typed in, the browser's own undo serves it.
      if (cell.value !== this.before.get(cell)) return;
      event.preventDefault();
      this.undo();
    } else if (key === "Enter" && !event.altKey && !event.ctrlKey && cell.tagName !== "SELECT") {
      event.preventDefault();
      if (event.shiftKey) this.go(row - 1, column);
      else if (!this.go(row + 1, column) && this.form.querySelector("[data-add-row]")) this.go(this.addRow(), column);
    } else if (key === "Enter" && event.altKey && cell.tagName === "TEXTAREA") {
      event.preventDefault();
      cell.setRangeText("\n", cell.selectionStart, cell.selectionEnd, "end");
      this.grow(cell);
    } else if (key === "Escape" && cell.value !== this.before.get(cell)) {
      event.preventDefault();
      cell.value = this.before.get(cell);
      this.grow(cell);
    } else if (key.startsWith("Arrow") && !event.shiftKey && !event.ctrlKey && !event.altKey && this.atEdge(cell, key)) {
      if (cell.list && (key === "ArrowUp" || key === "ArrowDown") && cell.value !== this.before.get(cell)) return;
      const [down, right] = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] }[key];
      if (this.go(row + down, column + right)) event.preventDefault();
    }
  }
}

export const start = (root) => {
  for (const form of root.querySelectorAll("form[data-grid]:not([data-sheet])")) {
    form.dataset.sheet = "";
    new Sheet(form);
  }
};
