// What every page does beyond its HTML: menus that close, keys, drafts, sheets, filters. Nothing here is needed to read or send.
import "./menus.js";
import "./keys.js";
import "./draft.js";
import "./filter.js";

if (document.querySelector("form[data-grid]")) import("./grid.js");

// The step one stands on is seen first where the chain is wider than the page.
for (const chain of document.querySelectorAll(".chain")) {
  const current = chain.querySelector(".current");
  if (current) chain.scrollLeft = current.offsetLeft - (chain.clientWidth - current.offsetWidth) / 2;
}
