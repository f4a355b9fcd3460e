// The page around the view: tables and their CSV, corrections, and the state in the address.
(() => {
  "use strict";
  const root = document.querySelector(".fa-view");
  const { data, state, filter, clear, open, close, inContext, showLayers, element, shown } = root.framing;
  const one = (selector) => root.querySelector(selector);
  const all = (selector) => [...root.querySelectorAll(selector)];
  const FIRST = 200;
  const first = [...state.layers];
  const view = { table: "framing", sort: "" };

  // ---------------------------------------------------------------------------------------------------- CSV
  // A text that a spreadsheet would take for a formula gets an apostrophe.
  const FORMULA = new RegExp(data.formula);
  function cell(value) {
    if (value === null || value === undefined) return "";
    if (value === true || value === false) return value ? "True" : "False";
    let text = String(value);
    if (typeof value !== "number" && FORMULA.test(text)) text = `'${text}`;
    return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  }

  function save(name, header, rows) {
    const lines = [header, ...rows].map((line) => line.map(cell).join(","));
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob(["\ufeff", lines.join("\n"), "\n"], { type: "text/csv;charset=utf-8" }));
    link.download = `${data.file}-${name}.csv`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  }

  // ---------------------------------------------------------------------------------------------------- tables
  function sorted(table) {
    const order = table.rows.map((_, i) => i);
    const name = view.sort.replace(/^-/, "");
    const k = table.columns.indexOf(name);
    if (k < 0) return order;
    const sign = view.sort.startsWith("-") ? -1 : 1;
    const compare = (a, b) => (typeof a === "number" && typeof b === "number" ? a - b : String(a).localeCompare(String(b), "en"));
    return order.sort((i, j) => {
      const [a, b] = [table.rows[i][k], table.rows[j][k]];
      if (a === null || b === null) return (a === null) - (b === null) || i - j;
      return sign * compare(a, b) || i - j;
    });
  }

  function showTable(everything) {
    const table = data.tables[view.table];
    for (const button of all(".pick .switch")) button.setAttribute("aria-pressed", button.dataset.table === view.table);
    const made = document.createElement("table");
    made.className = "data";
    made.append(element("caption", table.name, undefined, "soft"));
    const head = element("tr", undefined, element("thead", undefined, made));
    const where = table.columns.indexOf("sent_id");
    for (const name of table.columns) {
      const th = element("th", undefined, head);
      th.scope = "col";
      const own = view.sort.replace(/^-/, "") === name;
      if (own) th.setAttribute("aria-sort", view.sort.startsWith("-") ? "descending" : "ascending");
      const button = element("button", name + (own ? (view.sort.startsWith("-") ? " ↓" : " ↑") : ""), th);
      button.type = "button";
      button.addEventListener("click", () => {
        view.sort = view.sort === name ? `-${name}` : name;
        showTable(everything);
        write();
        one(`.data th[aria-sort] button`).focus();
      });
    }
    const body = element("tbody", undefined, made);
    const order = sorted(table);
    for (const i of everything ? order : order.slice(0, FIRST)) {
      const line = element("tr", undefined, body);
      table.rows[i].forEach((value, k) => {
        const td = element("td", undefined, line, typeof value === "number" ? "number" : String(value).length > 30 ? "long" : "");
        if (typeof value === "string") td.dir = "auto";
        if (k === where && value !== null) {
          const button = element("button", shown(value), td, "plain");
          button.type = "button";
          button.dataset.key = `row/${view.table}/${i}`;
          button.dataset.label = `${table.name}, row ${i}`;
          button.dataset.rows = table.prefix ? `${table.prefix}${i}` : `s${value}`;
          button.setAttribute("aria-label", `${value}, show the sentence`);
        } else td.textContent = shown(value);
      });
    }
    one(".data-scroll").replaceChildren(made);
    if (table.columns.length > 14) {
      made.classList.add("on-screen");
      one(".data-scroll").append(turned(table, order.slice(0, 12)));
    }
    one(".table-count").textContent = `${table.name}: ${table.rows.length} row${table.rows.length === 1 ? "" : "s"}`;
    one(".table-more").hidden = everything || table.rows.length <= FIRST;
    one(".table-more").textContent = `Show all ${table.rows.length}`;
  }

  // A wide table goes on paper turned: a line a column.
  function turned(table, order) {
    const made = document.createElement("table");
    made.className = "data on-paper";
    table.columns.forEach((name, k) => {
      const line = element("tr", undefined, made);
      const th = element("th", name, line);
      th.scope = "row";
      for (const i of order) element("td", shown(table.rows[i][k]), line);
    });
    return made;
  }

  for (const button of all(".pick .switch")) {
    button.addEventListener("click", () => { view.table = button.dataset.table; view.sort = ""; showTable(); write(); });
  }
  one(".table-more").addEventListener("click", () => showTable(true));
  one(".table-save").addEventListener("click", () => {
    const table = data.tables[view.table];
    save(view.table, ["article_id", ...table.columns], sorted(table).map((i) => [data.article_id, ...table.rows[i]]));
  });

  // ---------------------------------------------------------------------------------------------------- corrections
  const store = `framing-corrections-${data.digest}`;
  const HEADER = ["table", "digest", "start", "end", "action", "column", "value", "by", "why"];
  let fixes = [];
  try { fixes = JSON.parse(localStorage.getItem(store)) || []; } catch { /* a browser may keep nothing for a file */ }

  function keep() {
    try { localStorage.setItem(store, JSON.stringify(fixes)); } catch { /* they stay on the page until it is closed */ }
    showFixes();
  }

  function showFixes() {
    const list = one(".fixes");
    list.replaceChildren();
    for (const fix of fixes) {
      const item = element("li", undefined, list);
      const words = data.text.slice(fix.start, fix.end).join("");
      const what = fix.action === "change" ? `change ${fix.column.replaceAll("_", " ")} to “${fix.value}”` : fix.action;
      element("span", `${fix.table}, “${words.length > 60 ? `${words.slice(0, 60)} …` : words}”: ${what}${fix.why ? ` (${fix.why})` : ""} `, item);
      const undo = element("button", "Undo", item, "plain");
      undo.type = "button";
      undo.addEventListener("click", () => { fixes = fixes.filter((each) => each !== fix); keep(); });
    }
    one(".fix-count").textContent = fixes.length ? `${fixes.length} correction${fixes.length === 1 ? "" : "s"}, kept in this browser until you save them.` : "No corrections yet. Open a highlight in the article to accept, reject or change it.";
    one(".fix-save").disabled = !fixes.length;
    for (const mark of all(".article [data-id]")) {
      const ids = mark.dataset.id.split(" ").map((id) => root.framing.row(id)).filter(Boolean);
      const own = fixes.filter((fix) => ids.some((each) => each.table.name === fix.table && each.start === fix.start && each.end === fix.end));
      if (own.length) mark.dataset.fix = own[own.length - 1].action;
      else delete mark.dataset.fix;
    }
  }

  // Of several rows with one span, accept and reject name the one they mean by its first column that can be changed.
  function decide(row, action, column, value, why) {
    const [first] = Object.keys(row.table.editable);
    if (action !== "change" && row.twins > 1) [column, value] = [first, shown(row.at(first))];
    const fix = { table: row.table.name, digest: data.digest, start: row.start, end: row.end, action, column, value, why };
    const same = (each) => ["table", "start", "end"].every((name) => each[name] === fix[name])
      && (each.column === column || (each.action !== "change" && action === "reject" && row.twins === 1));
    fixes = [...fixes.filter((each) => !same(each)), fix];
    keep();
  }

  function offer(row, part, label) {
    const [start, end] = [row.at("start"), row.at("end")];
    const [from, to] = ["start", "end"].map((name) => row.table.columns.indexOf(name));
    row.twins = row.table.rows.filter((each) => each[from] === start && each[to] === end).length;
    const form = element("form", undefined, part, "fix");
    form.addEventListener("submit", (event) => event.preventDefault());
    const status = document.createElement("span");
    status.className = "soft";
    status.setAttribute("role", "status");
    const input = (name) => {
      const made = element("input", undefined, form);
      made.setAttribute("aria-label", `${name}, ${label}`);
      return made;
    };
    const button = (name, act) => {
      const made = element("button", name, form, "action");
      made.type = "button";
      made.addEventListener("click", () => { act(); status.textContent = "Noted below."; });
    };
    button("Accept", () => decide(row, "accept", "", "", why.value));
    button("Reject", () => decide(row, "reject", "", "", why.value));
    if (row.twins === 1) {
      const column = element("select", undefined, form);
      column.setAttribute("aria-label", `column to change, ${label}`);
      for (const name of Object.keys(row.table.editable)) element("option", name, column);
      const value = input("new value");
      const choices = element("datalist", undefined, form);
      choices.id = `choices-${row.table.name}-${row.id}`;
      value.setAttribute("list", choices.id);
      const fill = () => {
        choices.replaceChildren();
        for (const each of row.table.editable[column.value]) element("option", undefined, choices).value = each;
        value.value = "";
        value.placeholder = shown(row.at(column.value));
      };
      column.addEventListener("change", fill);
      fill();
      button("Change", () => decide(row, "change", column.value, value.value, why.value));
    }
    const why = input("why");
    why.className = "why";
    why.placeholder = "why (optional)";
    form.append(status);
  }

  root.addEventListener("fa-open", ({ detail: { row, part } }) => {
    if (!row.table.editable) return;
    offer(row, part, row.table.title);
    const { speakers } = data.tables;
    if (row.table.name !== "attributions" || !speakers) return;
    const k = (name) => speakers.columns.indexOf(name);
    speakers.rows.forEach((values, i) => {
      if (values[k("attribution_id")] !== row.at("attribution_id")) return;
      const own = { id: i, table: speakers, values, at: (name) => values[k(name)], start: values[k("start")], end: values[k("end")] };
      element("div", `Speaker: ${own.at("text")} (${shown(own.at("state")) || shown(own.at("actor"))})`, part, "soft");
      offer(own, part, "speaker");
    });
  });

  one(".fix-save").addEventListener("click", () => {
    const by = one(".fix-by").value.trim();
    if (!by) {
      one(".fix-by").focus();
      one(".fix-status").textContent = "The file needs your name: who says so.";
      return;
    }
    one(".fix-status").textContent = "";
    save("corrections", HEADER, fixes.map((fix) => HEADER.map((name) => (name === "by" ? by : fix[name]))));
  });
  one("#corrections form").addEventListener("submit", (event) => event.preventDefault());

  // ---------------------------------------------------------------------------------------------------- the address
  let writing = false;

  function write() {
    if (writing) return;
    const now = new URLSearchParams();
    if (state.key) now.set("show", state.key);
    if (state.key && state.context) now.set("context", "1");
    if (state.open) now.set("open", state.open.replaceAll(" ", "."));
    const layers = [...state.layers];
    if (layers.length !== first.length || layers.some((name) => !first.includes(name))) now.set("layers", layers.join("."));
    if (view.table !== "framing") now.set("table", view.table);
    if (view.sort) now.set("sort", view.sort);
    const text = now.toString();
    history.replaceState(null, "", text ? `#${text}` : location.pathname + location.search);
  }

  function read() {
    const hash = location.hash.slice(1);
    if (hash && !hash.includes("=")) return; // a link to a section
    const given = new URLSearchParams(hash);
    writing = true;
    state.layers.clear();
    const layers = given.has("layers") ? given.get("layers").split(".") : first;
    for (const name of layers) if (all(".switch").some((button) => button.dataset.layer === name)) state.layers.add(name);
    showLayers();
    if (Object.hasOwn(data.tables, given.get("table"))) view.table = given.get("table");
    view.sort = given.get("sort") || "";
    showTable();
    clear({ back: false });
    inContext(given.has("context"));
    const mark = all("[data-key]").find((each) => each.dataset.key === given.get("show"));
    if (mark) {
      filter(mark, { quiet: true });
      one(".text-column").scrollIntoView({ block: "start" });
    }
    close({ back: false });
    if (given.has("open")) open(given.get("open").replaceAll(".", " "), { focus: false });
    writing = false;
  }

  root.addEventListener("fa-change", write);
  window.addEventListener("hashchange", read);
  data.text = [...data.text]; // offsets count characters, not the halves that an emoji has
  read();
  showFixes();
})();
