// The view: layers, filters, the row behind a highlight. Plain JavaScript; whatever a text holds is set as text.
(() => {
  "use strict";

  function start(root) {
    root.dataset.ready = "";
    const one = (selector) => root.querySelector(selector);
    const all = (selector) => [...root.querySelectorAll(selector)];
    const data = JSON.parse(one("script.fa-data").textContent);
    const tables = Object.values(data.tables).filter((table) => table.prefix);
    const byPrefix = Object.fromEntries(tables.map((table) => [table.prefix, table]));
    const column = one(".text-column");
    const bar = one(".bar-shown");
    const detail = one(".detail");
    const tip = one(".tip");
    const state = { key: "", open: "", context: false, layers: new Set((root.dataset.layers || "").split(" ").filter(Boolean)) };
    let origin = null;

    // ------------------------------------------------------------------------------------------------ rows
    function row(id) {
      const table = byPrefix[id[0]];
      const values = table && table.rows[Number(id.slice(1))];
      if (!values) return null;
      const at = (name) => values[table.columns.indexOf(name)];
      return { id, table, values, at, start: at("start"), end: at("end"), found: (table.found || [])[Number(id.slice(1))] };
    }

    function sentencesOf(rows) {
      const ids = new Set();
      for (const each of rows) {
        for (const [id, from, to] of data.sentences) if (from < each.end && to > each.start) ids.add(id);
      }
      return ids;
    }

    // ------------------------------------------------------------------------------------------------ layers
    function layersOf(mark) {
      return [...mark.classList].filter((name) => state.layers.has(name));
    }

    function showLayers() {
      root.dataset.layers = [...state.layers].join(" ");
      for (const button of all(".switch")) button.setAttribute("aria-pressed", state.layers.has(button.dataset.layer));
      for (const mark of all(".article [data-id]")) {
        const on = layersOf(mark).length > 0;
        if (!mark.dataset.label) mark.dataset.label = mark.getAttribute("aria-label");
        if (on) { mark.setAttribute("role", "button"); mark.setAttribute("aria-label", mark.dataset.label); }
        else { mark.removeAttribute("role"); mark.removeAttribute("aria-label"); }
        if (!on) mark.removeAttribute("tabindex");
        else if (!mark.hasAttribute("tabindex")) mark.tabIndex = -1;
      }
      rove(one(".article"));
    }

    // ------------------------------------------------------------------------------------------------ one tab stop a group, arrows inside
    const MEMBER = '[data-rows], [data-id][role="button"]';
    const isSeen = (mark) => mark.getClientRects().length > 0;

    function members(group) {
      return [...group.querySelectorAll(MEMBER)].filter(isSeen);
    }

    function rove(group, to) {
      if (!group) return;
      const stops = [...group.querySelectorAll('[tabindex="0"]')].filter((mark) => mark.matches(MEMBER));
      const current = to || stops.find(isSeen) || [...group.querySelectorAll(MEMBER)].find(isSeen);
      for (const mark of stops) if (mark !== current) mark.tabIndex = -1;
      if (current) current.tabIndex = 0;
    }

    // ------------------------------------------------------------------------------------------------ filter
    function filter(mark, { quiet = false } = {}) {
      const rows = mark.dataset.rows.split(" ").filter(Boolean).map(row).filter(Boolean);
      const ids = sentencesOf(rows);
      state.key = mark.dataset.key;
      origin = mark;
      for (const each of all("[aria-pressed]:not(.switch)")) each.removeAttribute("aria-pressed");
      for (const each of all("[data-key]")) if (each.dataset.key === state.key) each.setAttribute("aria-pressed", "true");
      for (const id of new Set(rows.map((each) => each.table.layer))) if (id && id !== "sentiment") state.layers.add(id);
      const wanted = new Set(rows.map((each) => each.id));
      for (const each of all(".article [data-id]")) each.classList.toggle("hit", each.dataset.id.split(" ").some((id) => wanted.has(id)));
      for (const each of all(".article [data-s]")) each.classList.toggle("out", !ids.has(Number(each.dataset.s)));
      for (const each of all(".beat")) each.classList.toggle("out", !ids.has(Number(each.dataset.tag)));
      for (const each of all(".para")) each.classList.toggle("out", !each.querySelector(".s:not(.out)"));
      column.classList.add("filtered");
      const noun = rows.length ? rows[0].table.noun : "row";
      const what = noun === "sentence" ? "" : `${rows.length} ${noun}${rows.length === 1 ? "" : "s"} in `;
      one(".shown").textContent = `${mark.dataset.label}: ${what}${ids.size} of ${data.sentences.length} sentences`;
      bar.hidden = false;
      showLayers();
      rove(mark.closest("[data-roving]"), mark.closest("[data-roving]") && mark);
      changed();
      if (!quiet) {
        one(".shown").focus({ preventScroll: true });
        const { top } = column.getBoundingClientRect();
        if (top < 0 || top > window.innerHeight / 2) column.scrollIntoView({ block: "start" });
        column.scrollTop = 0;
      }
    }

    function clear({ back = true } = {}) {
      if (!state.key) return;
      state.key = "";
      column.classList.remove("filtered");
      for (const each of all(".out, .hit")) each.classList.remove("out", "hit");
      for (const each of all("[aria-pressed]:not(.switch)")) each.removeAttribute("aria-pressed");
      bar.hidden = true;
      rove(one(".article"));
      changed();
      if (back && origin) { origin.scrollIntoView({ block: "nearest" }); origin.focus(); }
    }

    function inContext(on) {
      state.context = on;
      column.classList.toggle("context", on);
      one(".in-context").textContent = on ? "Only these sentences" : "In context";
      rove(one(".article"));
      changed();
    }

    // ------------------------------------------------------------------------------------------------ the row that is open
    function element(name, text, parent, className) {
      const made = document.createElement(name);
      if (text !== undefined) made.textContent = text;
      if (className) made.className = className;
      if (parent) parent.append(made);
      return made;
    }

    const shown = (value) => (value === null ? "" : typeof value === "number" && !Number.isInteger(value) ? value.toFixed(3) : String(value));
    const HIDDEN = /^(article_id|text|start|end|para_id)$|_(start|end|id)$/;

    function open(id, { focus = true } = {}) {
      const ids = id.split(" ");
      const rows = ids.map(row).filter((each) => each && (state.layers.has(each.table.layer) || ids.length === 1));
      if (!rows.length) return;
      state.open = id;
      const body = one(".detail-body");
      body.replaceChildren();
      for (const each of rows) {
        const part = element("section", undefined, body);
        element("h3", each.at("text").length > 160 ? `${each.at("text").slice(0, 160)} …` : each.at("text"), part).dir = "auto";
        element("div", `${each.table.title}, sentence ${each.at("sent_id")}. Found by: ${each.found || "rule"}.`, part, "soft");
        const list = element("dl", undefined, part);
        each.table.columns.forEach((name, k) => {
          const value = shown(each.values[k]);
          if (HIDDEN.test(name) || value === "") return;
          element("dt", name.replaceAll("_", " "), list);
          element("dd", value, list).dir = "auto";
        });
        root.dispatchEvent(new CustomEvent("fa-open", { detail: { row: each, part } }));
      }
      for (const mark of all(".open")) mark.classList.remove("open");
      for (const mark of all(".article [data-id]")) if (mark.dataset.id === id) mark.classList.add("open");
      detail.hidden = false;
      if (focus) detail.focus({ preventScroll: true });
      changed();
    }

    function close({ back = true } = {}) {
      if (detail.hidden) return;
      const mark = one(".article .open");
      state.open = "";
      detail.hidden = true;
      if (mark) { mark.classList.remove("open"); if (back) mark.focus({ preventScroll: true }); }
      changed();
    }

    function hint(mark) {
      const text = mark && (mark.getAttribute("aria-label") || mark.dataset.label);
      tip.hidden = !text;
      if (!text) return;
      tip.textContent = text;
      const box = mark.getBoundingClientRect();
      const frame = root.getBoundingClientRect();
      const left = Math.min(Math.max(box.left + box.width / 2 - tip.offsetWidth / 2, 8), document.documentElement.clientWidth - tip.offsetWidth - 8);
      const above = box.top - tip.offsetHeight - 7;
      tip.style.left = `${left - frame.left}px`;
      tip.style.top = `${(above > 0 ? above : box.bottom + 7) - frame.top}px`;
    }

    // ------------------------------------------------------------------------------------------------ events
    function changed() {
      root.dispatchEvent(new CustomEvent("fa-change"));
    }

    function press(target) {
      const mark = target.closest("[data-rows], [data-id], button");
      if (!mark || !root.contains(mark)) return false;
      if (mark.dataset.layer) {
        if (!state.layers.delete(mark.dataset.layer)) state.layers.add(mark.dataset.layer);
        showLayers();
        changed();
      } else if (mark.dataset.rows !== undefined) {
        if (state.key === mark.dataset.key) clear();
        else filter(mark);
      } else if (mark.dataset.id && mark.getAttribute("role") === "button") open(mark.dataset.id);
      else if (mark.matches(".show-all")) clear();
      else if (mark.matches(".in-context")) inContext(!state.context);
      else if (mark.matches(".close")) close();
      else return false;
      return true;
    }

    root.addEventListener("click", (event) => press(event.target));
    root.addEventListener("keydown", (event) => {
      const mark = event.target.closest('[role="button"], button');
      const used = () => { event.preventDefault(); event.stopPropagation(); };
      if (event.key === "Escape") {
        if (!tip.hidden) hint(null);
        if (!detail.hidden) close();
        else if (state.key) clear();
        else return;
        used();
      } else if ((event.key === "Enter" || event.key === " ") && mark && mark.tagName !== "BUTTON") {
        if (press(mark)) used();
      } else if (/^(Arrow|Home|End)/.test(event.key) && mark) {
        const group = mark.closest("[data-roving]");
        if (!group || (group.matches(".article") && /Up|Down/.test(event.key))) return;
        const marks = members(group);
        const at = marks.indexOf(mark);
        const to = { ArrowRight: at + 1, ArrowDown: at + 1, ArrowLeft: at - 1, ArrowUp: at - 1, Home: 0, End: marks.length - 1 }[event.key];
        if (marks[to]) { rove(group, marks[to]); marks[to].focus(); }
        used();
      }
    });
    root.addEventListener("focusin", (event) => {
      const mark = event.target.closest("[data-rows], [data-id]");
      hint(mark && mark.matches(":focus-visible") ? mark : null);
    });
    root.addEventListener("focusout", () => hint(null));
    root.addEventListener("mouseover", (event) => {
      const mark = event.target.closest('g[data-rows], .beat[data-rows], [data-id][role="button"]');
      if (mark || event.target.closest("[data-rows]")) hint(mark);
      else hint(null);
    });

    root.framing = { data, state, filter, clear, open, close, inContext, showLayers, row, sentencesOf, element, shown };
    for (const group of all("[data-roving]")) rove(group);
    showLayers();
  }

  for (const root of document.querySelectorAll(".fa-view:not([data-ready])")) start(root);
})();
