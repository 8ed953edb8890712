// Source view: words picked on the paper, by mouse, finger or keys, are said to be the lead, a helper, the deadline or a target.
const form = document.querySelector("[data-pointing]");
const pane = form?.closest(".paper-pane");
const paper = pane?.querySelector(".paper");
const begin = document.querySelector("[data-point]");
const WORD = /[\p{L}\p{N}](?:[^\s|]*[\p{L}\p{N}%])?/gu;

let words = null;
let anchor = -1;
let end = -1;
let growing = false;

const listed = () => {
  if (words) return words;
  words = [];
  const texts = document.createTreeWalker(paper, NodeFilter.SHOW_TEXT);
  for (let node = texts.nextNode(); node; node = texts.nextNode()) {
    if (!node.parentElement.dataset.at) continue;
    for (const found of node.data.matchAll(WORD)) words.push({ node, start: found.index, end: found.index + found[0].length });
  }
  return words;
};

// A place of the paper as the server counts it: line, and letters before it on the line.
const place = (node, offset) => {
  const [line, column] = node.parentElement.dataset.at.split(".").map(Number);
  return `${line}.${column + [...node.data.slice(0, offset)].length}`;
};

const rangeOf = (from, to) => {
  const range = document.createRange();
  range.setStart(words[from].node, words[from].start);
  range.setEnd(words[to].node, words[to].end);
  return range;
};

const stop = () => {
  [anchor, end, growing] = [-1, -1, false];
  form.hidden = true;
  getSelection().removeAllRanges();
};

const show = () => {
  const [from, to] = [Math.min(anchor, end), Math.max(anchor, end)];
  const range = rangeOf(from, to);
  getSelection().setBaseAndExtent(range.startContainer, range.startOffset, range.endContainer, range.endOffset);
  form.elements.first.value = place(words[from].node, words[from].start);
  form.elements.last.value = place(words[to].node, words[to].end);
  form.querySelector("[data-words]").textContent = `“${range.toString().replace(/\s+/g, " ")}”`;
  form.hidden = false;
  const frame = pane.getBoundingClientRect();
  const at = rangeOf(end, end).getBoundingClientRect();
  if (at.top < frame.top + 40) pane.scrollTop -= frame.top + 80 - at.top;
  if (at.bottom > frame.bottom - 140) pane.scrollTop += at.bottom - frame.bottom + 160;
  if (getComputedStyle(form).position !== "absolute") return;
  const box = range.getBoundingClientRect();
  const clause = words[to].node.parentElement.closest(".block")?.getBoundingClientRect() ?? box;
  const below = clause.bottom - box.bottom < 120 ? clause.bottom : box.bottom;
  form.style.top = `${below - frame.top + pane.scrollTop + 8}px`;
  form.style.left = `${Math.max(8, Math.min(box.left - frame.left, pane.clientWidth - form.offsetWidth - 8))}px`;
};

const pick = (from, to = from) => {
  if (from < 0 || to < 0) return;
  [anchor, end] = [from, to];
  show();
};

// By mouse or finger: a word, a marked phrase, or all that is selected; a second click in the same clause reaches to there.
const clicked = (node, offset) => {
  const inMark = node.parentElement?.closest("mark");
  const mine = (word) => (inMark ? inMark.contains(word.node) : word.node === node && word.start <= offset && offset <= word.end);
  return [words.findIndex(mine), words.findLastIndex(mine)];
};

const selected = (range) => {
  const touches = ({ node, start, end: behind }) =>
    range.comparePoint(node, behind) >= 0 && range.comparePoint(node, start) <= 0 &&
    !(range.startContainer === node && range.startOffset >= behind) && !(range.endContainer === node && range.endOffset <= start);
  return [words.findIndex(touches), words.findLastIndex(touches)];
};

const fromMouse = () => {
  const selection = getSelection();
  if (!selection.rangeCount || !paper.contains(selection.anchorNode)) return;
  listed();
  const range = selection.getRangeAt(0);
  if (!range.collapsed) {
    const [from, to] = selected(range);
    if (form.hidden || from !== Math.min(anchor, end) || to !== Math.max(anchor, end)) pick(from, to);
    return;
  }
  const [from, to] = clicked(range.startContainer, range.startOffset);
  if (from < 0) {
    stop();
    return;
  }
  const [low, high] = [Math.min(anchor, end), Math.max(anchor, end)];
  const block = (word) => words[word].node.parentElement.closest(".block");
  const outside = from > high || to < low;
  if (anchor >= 0 && outside && block(from) === block(low)) pick(Math.min(low, from), Math.max(high, to));
  else pick(from, to);
};

// By keys: arrows walk from word to word, Shift or the space bar keeps what was passed, Enter goes to what it may be.
const vertical = (step) => {
  const from = rangeOf(end, end).getBoundingClientRect();
  let best = end;
  for (let next = end + step, line = null; words[next]; next += step) {
    const box = rangeOf(next, next).getBoundingClientRect();
    if (Math.abs(box.top - from.top) < from.height / 2) continue;
    line ??= box.top;
    if (Math.abs(box.top - line) > box.height / 2) break;
    const near = Math.abs(box.left - from.left);
    if (best === end || near <= Math.abs(rangeOf(best, best).getBoundingClientRect().left - from.left)) best = next;
  }
  return best;
};

const walk = (event) => {
  const steps = { ArrowRight: () => end + 1, ArrowLeft: () => end - 1, ArrowDown: () => vertical(1), ArrowUp: () => vertical(-1) };
  const next = steps[event.key]?.();
  if (next === undefined) return false;
  if (words[next]) pick(growing || event.shiftKey ? anchor : next, next);
  return true;
};

const start = () => {
  const clause = paper.querySelector("[data-here]") ?? paper;
  growing = false;
  pick(listed().findIndex((word) => clause.contains(word.node)));
  pane.focus({ preventScroll: true });
};

const pressed = (event) => {
  if (event.target !== pane || event.ctrlKey || event.metaKey || event.altKey) return;
  if (anchor < 0) {
    if (event.key === "Enter") start();
    else return;
  } else if (event.key === "Escape") {
    stop();
    begin?.focus();
  } else if (event.key === " ") growing = !growing;
  else if (event.key === "Enter") form.querySelector("button").focus();
  else if (!walk(event)) return;
  event.preventDefault();
};

if (form) {
  if (begin) {
    begin.hidden = false;
    begin.addEventListener("click", start);
  }
  pane.addEventListener("keydown", pressed);
  paper.addEventListener("mouseup", () => setTimeout(fromMouse));
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    stop();
    begin?.focus();
  });
  let later;
  document.addEventListener("selectionchange", () => {
    if (!matchMedia("(pointer: coarse)").matches || getSelection().isCollapsed) return;
    clearTimeout(later);
    later = setTimeout(fromMouse, 400);
  });
}
