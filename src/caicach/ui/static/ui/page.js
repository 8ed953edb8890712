// What every page does beyond its HTML: menus that close, keys, drafts, sheets, filters. Nothing here is needed to read or send.
import "./menus.js";
import "./keys.js";
import "./draft.js";
import "./filter.js";

if (document.querySelector("form[data-grid]")) import("./grid.js");
