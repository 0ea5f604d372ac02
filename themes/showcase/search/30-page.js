/* The search page: a form in place of the plain lists, results as they are
   found, and what is asked for in the address. */
(() => {
  "use strict";

  const STEP = 10; // Results that are shown at once.
  const TYPING = 150; // Milliseconds without a key until a search begins,
  const RESTING = 700; // and until it is told.
  const EXCERPT = 110; // Characters of a text on either side of a hit.
  const BLOCKS = "p, li, dd, blockquote, figcaption, td, h2, h3, h4";

  const { lang } = document.documentElement;
  const said = (value) => value?.toLocaleString(`${lang}-u-nu-latn`);
  const filled = (text, values) => text.replace(/\{(\w+)\}/g, (hole, name) => said(values[name]) ?? hole);

  const marked = (text, isHit) =>
    searchWords.pieces(text, isHit).map((piece, at) => {
      if (at % 2 === 0) return piece;
      const mark = document.createElement("mark");
      mark.textContent = piece;
      return mark;
    });

  /* Where a page has a word. */
  const excerpt = async (href, isHit) => {
    const answer = await fetch(href);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    for (const block of page.querySelectorAll(`main :is(${BLOCKS})`)) {
      const text = block.textContent.replace(/\s+/g, " ").trim();
      const [before, hit] = searchWords.pieces(text, isHit);
      if (!hit) continue;
      const start = before.length > EXCERPT ? before.length - EXCERPT : 0;
      const end = before.length + hit.length + EXCERPT;
      const inside = text.slice(start, end).replace(start ? /^\S*\s/ : "", "").replace(end < text.length ? /\s\S*$/ : "", "");
      return `${start ? "… " : ""}${inside}${end < text.length ? " …" : ""}`;
    }
    return "";
  };

  const start = (template) => {
    const clone = (id) => document.getElementById(id).content.firstElementChild.cloneNode(true);
    const form = template.content.firstElementChild.cloneNode(true);
    const lists = document.querySelector("[data-lists]");
    const part = (name) => form.querySelector(`[data-${name}]`);
    const [count, status, clear] = ["count", "status", "clear"].map(part);
    const words = form.dataset;
    const forms = JSON.parse(words.results);
    const field = form.elements.q;
    const choices = [...form.querySelectorAll("select")];

    const results = document.createElement("ol");
    results.className = "results";
    const more = document.createElement("button");
    more.type = "button";
    more.className = "control";
    more.hidden = true;

    let index;
    let found;
    let asked;
    let shown = 0;
    let typing;
    let resting;

    const load = () => {
      index ??= searchIndex.open(template.dataset.index).catch((error) => {
        index = undefined; // The next change tries again.
        throw error;
      });
      return index;
    };

    const query = () => {
      const kept = [field, ...choices].map(({ name, value }) => [name, value.trim()]).filter(([, value]) => value);
      return new URLSearchParams(kept).toString();
    };

    /* At once for those who see, and once for those who listen. */
    const tell = (text) => {
      count.textContent = text;
      clearTimeout(resting);
      resting = setTimeout(() => (status.textContent = text), RESTING);
    };

    const result = (card, isHit) => {
      const item = clone("search_result");
      const slots = { ...card, summary: card.summary ?? "" };
      item.querySelector("a").href = card.href;
      if (card.picture) {
        const image = Object.assign(document.createElement("img"), { alt: "", loading: "lazy", decoding: "async" });
        [image.src, image.width, image.height] = card.picture;
        item.append(image);
      }
      for (const part of item.querySelectorAll("[data-if]")) {
        if (card[part.dataset.if]) part.replaceWith(...part.childNodes);
        else part.remove();
      }
      for (const slot of item.querySelectorAll("slot")) slot.replaceWith(...marked(slots[slot.name], isHit));
      if (card.lang) for (const part of item.querySelectorAll("a, .excerpt")) part.lang = card.lang;
      if (!item.querySelector("mark")) item.dataset.wants = card.href;
      return item;
    };

    /* Texts are looked into when somebody has stopped typing. */
    const fetchExcerpts = (items, isHit, { hits }, now) => {
      for (const item of items.filter((item) => item.dataset.wants && hits.size)) {
        excerpt(item.dataset.wants, isHit).then((text) => {
          if (text && asked === now) item.querySelector(".excerpt").replaceChildren(...marked(text, isHit));
        }, () => {}); // The summary stays.
      }
    };

    const append = async () => {
      const [now, mine, reader] = [asked, found, await load()];
      const isHit = (word) => mine.hits.has(word);
      const cards = await Promise.all(mine.documents.slice(shown, shown + STEP).map(reader.card));
      if (asked !== now) return undefined;
      const items = cards.map((card) => result(card, isHit));
      if (!shown) results.replaceChildren();
      results.append(...items);
      shown += items.length;
      const left = mine.documents.length - shown;
      more.hidden = left <= 0;
      more.textContent = filled(words.more, { n: Math.min(left, STEP) });
      setTimeout(() => asked === now && fetchExcerpts(items, isHit, mine, now), RESTING / 2);
      return items[0];
    };

    const offer = (counts) => {
      for (const choice of choices) {
        for (const option of [...choice.options].slice(1)) {
          const n = counts[choice.name].get(option.value) ?? 0;
          option.textContent = `${option.dataset.title} (${said(n)})`;
          option.disabled = !n && !option.selected;
        }
      }
    };

    const fail = () => {
      lists.hidden = false;
      results.replaceChildren();
      more.hidden = true;
      tell(words.failed);
    };

    const show = async () => {
      asked = query();
      const now = asked;
      clear.hidden = !asked;
      lists.hidden = Boolean(asked);
      if (!asked) {
        results.replaceChildren();
        more.hidden = true;
        tell("");
        return;
      }
      try {
        const chosen = Object.fromEntries(choices.map(({ name, value }) => [name, value]));
        const answer = await (await load()).find(field.value, chosen);
        if (asked !== now) return; // A later change is under way.
        found = answer;
        shown = 0;
        offer(found.counts);
        const n = found.documents.length;
        if (n) await append();
        else results.replaceChildren();
        if (asked !== now) return;
        more.hidden ||= !n;
        tell(n ? filled(forms[new Intl.PluralRules(lang).select(n)] ?? forms.other, { n }) : words.none);
      } catch {
        if (asked === now) fail();
      }
    };

    const go = (method) => {
      const wanted = query();
      history[method](null, "", wanted ? `?${wanted}` : location.pathname);
      show();
    };

    const read = () => {
      const wanted = new URLSearchParams(location.search);
      for (const one of [field, ...choices]) {
        one.value = wanted.get(one.name) ?? "";
        if (one.selectedIndex < 0) one.value = ""; // No such value.
      }
      form.querySelector("details").open ||= choices.some((choice) => choice.value);
      show();
    };

    form.addEventListener("submit", (event) => {
      event.preventDefault();
      clearTimeout(typing);
      go("pushState");
    });
    form.addEventListener("focusin", () => load().catch(() => {}), { once: true });
    field.addEventListener("input", () => {
      clearTimeout(typing);
      typing = setTimeout(() => go("replaceState"), TYPING);
    });
    for (const choice of choices) choice.addEventListener("change", () => go("pushState"));
    clear.addEventListener("click", () => {
      for (const one of [field, ...choices]) one.value = "";
      go("pushState");
      field.focus();
    });
    more.addEventListener("click", async () => (await append().catch(fail))?.querySelector("a").focus());
    addEventListener("popstate", read);

    template.replaceWith(form, results, more);
    read();
  };

  const template = document.getElementById("search_form");
  if (template) start(template);
})();
