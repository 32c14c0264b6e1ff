"use strict";
(() => {
  const all = (selector) => [...document.querySelectorAll(selector)];
  const search = document.getElementById("search");
  const boxes = all("input[name=show]");
  const state = document.getElementById("state");
  const said = document.getElementById("found");
  const items = all("[data-kind]").map((element) => ({
    element,
    kind: element.dataset.kind,
    open: element.dataset.open === "yes",
    text: element.textContent.toLowerCase(),
  }));
  const filter = () => {
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    const kinds = new Set(boxes.filter((box) => box.checked).map((box) => box.value));
    let shown = 0;
    for (const item of items) {
      const fits = kinds.has(item.kind) && (state.value !== "open" || item.open)
        && words.every((word) => item.text.includes(word));
      item.element.hidden = !fits;
      shown += fits;
    }
    for (const group of all("[data-group]")) {
      const left = group.querySelectorAll("[data-kind]:not([hidden])").length;
      group.hidden = !left;
      if (words.length && left && group.tagName === "DETAILS") group.open = true;
    }
    said.textContent = `${shown} of ${items.length} findings shown`;
  };
  const clear = () => {
    search.value = "";
    state.value = "all";
    for (const box of boxes) box.checked = true;
    filter();
    search.focus();
  };
  for (const control of [search, state, ...boxes]) control.addEventListener("input", filter);
  document.getElementById("clear").addEventListener("click", clear);
  document.getElementById("controls").addEventListener("submit", (event) => event.preventDefault());
  addEventListener("keydown", (event) => {
    const typing = /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName);
    if (event.key === "/" && !typing) {
      event.preventDefault();
      search.focus();
    } else if (event.key === "Escape" && event.target === search) clear();
  });
  addEventListener("beforeprint", () => {
    for (const details of all("details")) details.open = true;
  });
  document.getElementById("controls").hidden = false;
  filter();
})();
