// What every page does beyond its HTML: menus that close, keys, drafts, sheets, filters. Nothing here is needed to read or send.
import "./menus.js";
import "./keys.js";
import { start as startDrafts } from "./draft.js";
import { start as startFilters } from "./filter.js";

const start = async (root) => {
  startDrafts(root);
  startFilters(root);
  // The step one stands on is seen first where the chain is wider than the page.
  for (const chain of root.querySelectorAll(".chain")) {
    const current = chain.querySelector(".current");
    if (current) chain.scrollLeft = current.offsetLeft - (chain.clientWidth - current.offsetWidth) / 2;
  }
  if (root.querySelector("form[data-grid]")) (await import("./grid.js")).start(root);
};

start(document);
document.addEventListener("htmx:afterSettle", (event) => start(event.target.parentElement || document));

// A part that could not be fetched or sent says so, and nothing on the page pretends otherwise.
const failure = document.querySelector("[data-request-failed]");
const tell = (shown) => { if (failure) failure.hidden = !shown; };
document.addEventListener("htmx:responseError", () => tell(true));
document.addEventListener("htmx:sendError", () => tell(true));
document.addEventListener("htmx:beforeRequest", () => tell(false));
