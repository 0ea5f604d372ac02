/* The preview in the page: shows changes at once, says what is wrong, and has a
   bar with what is known of the page. Lives in a shadow tree, so that neither
   the site's styles nor this one's reach the other. Only previews have it. */
(() => {
  "use strict";

  const FOLDER = "/.showcase/";
  const KEPT = "showcase-preview";
  const own = document.currentScript.dataset;

  if ("frame" in own) {
    frame();
    return;
  }

  const framed = window.top !== window;
  let page = own.page;
  let source = null;
  let closed = null;
  let busy = false;
  let waiting = false;
  const kept = recall();

  const make = (name, properties, ...children) => {
    const element = Object.assign(document.createElement(name), properties);
    element.append(...children);
    return element;
  };

  const host = make("div", { id: "showcase-preview" });
  const shadow = host.attachShadow({ mode: "open" });
  const announcer = make("p", { className: "quiet" });
  announcer.setAttribute("role", "alert");
  const overlay = make("section", { className: "overlay", hidden: true });
  overlay.setAttribute("aria-label", "Problems in the site");
  const bar = make("aside", { className: "bar" });
  bar.setAttribute("aria-label", "Preview");
  shadow.append(make("link", { rel: "stylesheet", href: `${FOLDER}client.css` }), announcer, overlay);
  if (!framed) shadow.append(bar);
  document.body.append(host);

  restore();
  colour(kept.colour);
  if (!framed) about();
  listen();
  // What the page was, to tell later what changed in it.
  fetchPage().then((text) => { source ??= text; }).catch(() => {});

  function recall() {
    try {
      return JSON.parse(sessionStorage.getItem(KEPT)) ?? {};
    } catch {
      return {}; // Nothing is remembered where that is forbidden.
    }
  }

  function keep(more) {
    Object.assign(kept, more);
    try {
      sessionStorage.setItem(KEPT, JSON.stringify(kept));
    } catch {
      /* As above. */
    }
  }

  /* Events. A browser opens few connections to one host, so a tab that nobody
     sees gives its own back. */
  function listen() {
    let events = null;
    const start = () => {
      if (events || document.hidden) return;
      const query = new URLSearchParams({ path: location.pathname });
      events = new EventSource(`${FOLDER}events?${query}`);
      events.addEventListener("message", (event) => { take(JSON.parse(event.data)); });
    };
    const stop = () => {
      events?.close();
      events = null;
    };
    document.addEventListener("visibilitychange", () => { if (document.hidden) stop(); else start(); });
    addEventListener("pagehide", stop);
    addEventListener("pageshow", start);
    start();
  }

  function take(state) {
    if (state.ok) hide();
    else if (state.problems.length) show(state.problems);
    if (!framed && !state.busy) about();
    if (state.page && state.page !== page) refresh();
  }

  async function fetchPage() {
    const response = await fetch(location.href, { cache: "no-store" });
    return response.text();
  }

  /* Shows the page as it is now. If nothing but its style changed, that alone is
     exchanged. */
  async function refresh() {
    if (busy) {
      waiting = true;
      return;
    }
    busy = true;
    try {
      const text = await fetchPage();
      const [before, after] = [source && split(source), split(text)];
      if (!before || before.rest !== after.rest || before.styles.length !== after.styles.length) {
        keep({ path: location.href, x: scrollX, y: scrollY });
        location.reload();
        return;
      }
      before.styles.forEach((old, index) => { swap(old, after.styles[index]); });
      source = text;
      page = after.page;
    } catch {
      waiting = true; // The server is gone for a moment, or for good.
    } finally {
      busy = false;
    }
    if (waiting) {
      waiting = false;
      setTimeout(refresh, 300);
    }
  }

  function split(text) {
    const parsed = new DOMParser().parseFromString(text, "text/html");
    const script = parsed.querySelector(`script[src^="${FOLDER}"]`);
    const styles = [...parsed.querySelectorAll("link[rel=stylesheet]")].map((link) => {
      link.remove();
      return { href: link.getAttribute("href"), integrity: link.integrity };
    });
    script?.remove();
    return { page: script?.dataset.page, styles, rest: parsed.documentElement.outerHTML };
  }

  function swap(old, next) {
    if (old.href === next.href) return;
    const link = [...document.querySelectorAll("link[rel=stylesheet]")].find((l) => l.getAttribute("href") === old.href);
    if (!link) return;
    const fresh = link.cloneNode();
    if (next.integrity) fresh.integrity = next.integrity;
    fresh.href = next.href;
    // The old one goes when the new one is there, so that nothing flickers.
    fresh.addEventListener("load", () => { link.remove(); });
    fresh.addEventListener("error", () => { link.remove(); });
    link.after(fresh);
  }

  function restore() {
    if (kept.path === location.href && (kept.x || kept.y)) {
      scrollTo({ left: kept.x, top: kept.y, behavior: "instant" });
    }
    keep({ path: null });
  }

  /* Problems. */
  function show(problems) {
    const all = problems.join("\n");
    if (closed === all || overlay.dataset.all === all) return;
    const count = problems.length === 1 ? "1 problem" : `${problems.length} problems`;
    const button = make("button", { type: "button", textContent: "Close" });
    button.addEventListener("click", close);
    const blocks = problems.map((text) => {
      const block = make("pre", { textContent: text, tabIndex: 0 });
      block.setAttribute("role", "region");
      block.setAttribute("aria-label", text.split("\n")[0]);
      return block;
    });
    const note = "This page stays as it was. It changes by itself when they are mended.";
    overlay.replaceChildren(
      make("header", {}, make("h2", { textContent: `The site has ${count}` }), button),
      make("p", { textContent: note }),
      ...blocks,
    );
    overlay.dataset.all = all;
    overlay.hidden = false;
    closed = null;
    announcer.textContent = `The site has ${count}. ${problems[0].split("\n")[0]}`;
  }

  function hide() {
    closed = null;
    if (overlay.hidden && !announcer.textContent) return;
    leave();
    announcer.textContent = overlay.hidden ? "" : "The problems are mended.";
    overlay.hidden = true;
    delete overlay.dataset.all;
  }

  function close() {
    closed = overlay.dataset.all;
    leave();
    overlay.hidden = true;
    delete overlay.dataset.all;
    announcer.textContent = "";
  }

  /* Nobody's focus is lost in what disappears. */
  function leave() {
    if (overlay.contains(shadow.activeElement)) bar.querySelector("summary")?.focus();
  }

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !overlay.hidden) {
      close();
      event.stopPropagation();
    }
  }, true);

  /* The bar. */
  async function about() {
    let known;
    try {
      const query = new URLSearchParams({ path: location.pathname });
      known = await (await fetch(`${FOLDER}page?${query}`, { cache: "no-store" })).json();
    } catch {
      return;
    }
    const text = JSON.stringify(known);
    // Who is using a control of it should not lose it.
    if (bar.dataset.known === text) return;
    bar.dataset.known = text;
    const open = bar.querySelector("details")?.open ?? kept.open ?? false;
    const name = focusName();
    bar.replaceChildren(draw(known, open));
    if (name) bar.querySelector(`[name="${name}"]`)?.focus();
  }

  function focusName() {
    const active = shadow.activeElement;
    return active && bar.contains(active) ? active.getAttribute("name") : null;
  }

  function draw(known, open) {
    const marks = [];
    if (known.draft) marks.push("Draft");
    if (known.hidden.length) marks.push(`${known.hidden.length} hidden`);
    if (known.findings.length) marks.push(known.findings.length === 1 ? "1 finding" : `${known.findings.length} findings`);
    const summary = make("summary", { tabIndex: 0 }, make("b", { textContent: "Preview" }));
    summary.setAttribute("name", "summary");
    summary.append(...marks.map((mark) => make("span", { className: "mark", textContent: mark })));
    const details = make("details", { open }, summary, make("div", { className: "inside" }, ...inside(known)));
    details.addEventListener("toggle", () => { keep({ open: details.open }); });
    return details;
  }

  function inside(known) {
    const parts = [];
    if (known.source) {
      const copy = make("button", { type: "button", name: "copy", textContent: "Copy path" });
      copy.addEventListener("click", async () => {
        await navigator.clipboard.writeText(known.file);
        copy.textContent = "Copied";
      });
      parts.push(make("p", {}, "This page is ", make("code", { textContent: known.source }), " ", copy));
    } else {
      parts.push(make("p", { textContent: "This page is made from other records." }));
    }
    if (known.draft) parts.push(make("p", { textContent: "This is a draft. Only a preview with --drafts shows it." }));
    parts.push(...known.hidden.map((message) => make("p", { className: "hidden", textContent: message })));
    parts.push(make("p", { className: "controls" }, day(known), colours(), phone()));
    if (known.findings.length) {
      parts.push(make("h2", { textContent: "Findings on this page" }));
      parts.push(...known.findings.map((text) => make("pre", { textContent: text, tabIndex: 0 })));
    }
    if (known.withheld.length) parts.push(notShown(known));
    return parts;
  }

  function notShown({ withheld, more }) {
    const rows = withheld.map(([path, message]) => make("li", {}, make("code", { textContent: path }), ` ${message}`));
    if (more) rows.push(make("li", { textContent: `And ${more} more.` }));
    const count = withheld.length + more;
    const title = `${count} ${count === 1 ? "record is" : "records are"} not shown`;
    const summary = make("summary", { textContent: title });
    summary.setAttribute("name", "withheld");
    return make("details", {}, summary, make("ul", {}, ...rows));
  }

  function day(known) {
    const input = make("input", { type: "date", name: "date", value: known.date ?? "" });
    const today = make("button", { type: "button", name: "today", textContent: "Today" });
    input.addEventListener("change", () => { if (input.value) ask(input.value); });
    today.addEventListener("click", () => { ask(null); });
    return make("span", {}, make("label", {}, "Day ", input), " ", today);
  }

  function ask(date) {
    const headers = { "Content-Type": "application/json" };
    fetch(`${FOLDER}date`, { method: "POST", headers, body: JSON.stringify(date) }).catch(() => {});
  }

  function colours() {
    const select = make("select", { name: "colours" });
    for (const [value, text] of [["", "As the device"], ["light", "Light"], ["dark", "Dark"]]) {
      select.append(make("option", { value, textContent: text, selected: value === (kept.colour ?? "") }));
    }
    select.addEventListener("change", () => {
      keep({ colour: select.value });
      colour(select.value);
    });
    return make("label", {}, "Colours ", select);
  }

  function colour(choice) {
    if (choice === undefined) return;
    const root = document.documentElement;
    if (choice) root.dataset.theme = choice;
    else delete root.dataset.theme;
    root.style.colorScheme = choice;
  }

  function phone() {
    const query = new URLSearchParams({ path: location.pathname + location.search });
    return make("a", { href: `${FOLDER}frame?${query}`, name: "phone", textContent: "Phone width" });
  }

  /* The page in a frame as wide as a phone. */
  function frame() {
    const path = new URLSearchParams(location.search).get("path") ?? "/";
    const url = new URL(path, location.origin);
    if (url.origin !== location.origin || !path.startsWith("/")) return;
    document.querySelector("iframe").src = url.href;
    document.querySelector("a").href = url.href;
  }
})();
