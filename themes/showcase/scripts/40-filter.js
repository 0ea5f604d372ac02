/* Search and filters of the list of interns, in place. The plain links to the
   facets' pages make way for a form; what is chosen stands in the address. */
(() => {
  "use strict";

  const MARKS = /\p{M}/gu;
  const fold = (text) => text.normalize("NFD").replace(MARKS, "").toLowerCase();
  /* Only numbers are different in another language. */
  const said = (value) => value?.toLocaleString(`${document.documentElement.lang}-u-nu-latn`);
  const filled = (text, values) => text.replace(/\{(\w+)\}/g, (hole, name) => said(values[name]) ?? hole);

  /* The file holds rows without names, see src/pages/directory.rs. */
  const unpack = ({ groups, places, months, people }) =>
    people.map(([href, person, title, course, year, length, flags, values]) => {
      const has = {};
      // The groups of a row stand in the order of the form.
      ["office", "year", "goal", "level", "school"].forEach((key, at) => {
        has[key] = values[at].map((value) => groups[key][value]);
      });
      const office = places[values[0][0]];
      return {
        href, person, title, office, year, has,
        months: months[length],
        sample: flags & 1,
        draft: flags & 2,
        text: fold([person, title, office, course].join("\n")),
      };
    });

  const start = (links) => {
    const clone = (id) => document.getElementById(id).content.firstElementChild.cloneNode(true);
    const list = document.querySelector("[data-list]");
    const form = clone("filter_form");
    const [sentence, status, clear] = ["sentence", "status", "clear"].map((name) => form.querySelector(`[data-${name}]`));
    const words = { ...form.dataset, all: sentence.textContent, counted: status.textContent };
    const fields = [...form.elements].filter((field) => field.name);
    const choices = fields.filter((field) => field.matches("select"));
    const step = list.querySelectorAll(".rows > li").length;

    const results = document.createElement("div");
    const rows = document.createElement("ul");
    rows.className = "rows";
    const more = document.createElement("button");
    more.type = "button";
    more.className = "control";
    results.append(rows, more);
    results.hidden = true;

    let loading;
    let found = [];
    let timer;

    const load = () => {
      loading ??= fetch(links.dataset.directory)
        .then((answer) => (answer.ok ? answer.json() : Promise.reject(answer.status)))
        .then(unpack)
        .catch((error) => {
          loading = undefined; // The next change tries again.
          throw error;
        });
      return loading;
    };

    const row = (person) => {
      const item = clone("filter_row");
      item.querySelector("a").href = person.href;
      for (const part of item.querySelectorAll("[data-if]")) {
        if (person[part.dataset.if]) part.replaceWith(...part.childNodes);
        else part.remove();
      }
      for (const slot of item.querySelectorAll("slot")) slot.replaceWith(person[slot.name]);
      item.normalize();
      return item;
    };

    const append = () => {
      const there = rows.children.length;
      rows.append(...found.slice(there, there + step).map(row));
      const left = found.length - rows.children.length;
      more.hidden = left <= 0;
      more.textContent = filled(words.more, { n: Math.min(left, step) });
      return rows.children[there];
    };

    const query = () => {
      const kept = fields.map((field) => [field.name, field.value.trim()]).filter(([, value]) => value);
      return new URLSearchParams(kept).toString();
    };

    const fits = (wanted) => (person) =>
      wanted.every((word) => person.text.includes(word)) &&
      choices.every(({ name, value }) => !value || person.has[name].includes(value));

    const show = async () => {
      const asked = query();
      const search = form.elements.q.value.trim();
      const chosen = choices.filter((choice) => choice.value).map((choice) => choice.selectedOptions[0].dataset.title);
      // Isolated, in the direction of what was typed: its quotation marks stand around it.
      const quoted = search ? [`\u2068${filled(words.quoted, { text: search })}\u2069`] : [];
      sentence.textContent = [words.all, ...chosen, ...quoted].join(" · ");
      clear.hidden = !asked;
      if (!asked) {
        list.hidden = false;
        results.hidden = true;
        status.textContent = words.counted;
        return;
      }
      let people;
      try {
        people = await load();
      } catch {
        links.hidden = false;
        links.open = true;
        status.textContent = words.failed;
        return;
      }
      if (query() !== asked) return; // A later change is under way.
      links.hidden = true;
      found = people.filter(fits(fold(search).split(/\s+/)));
      rows.replaceChildren();
      append();
      list.hidden = true;
      results.hidden = false;
      status.textContent = found.length ? filled(words.found, { n: found.length, all: people.length }) : words.none;
    };

    const go = (method) => {
      const asked = query();
      history[method](null, "", asked ? `?${asked}` : location.pathname);
      show();
    };

    const read = () => {
      const asked = new URLSearchParams(location.search);
      for (const field of fields) {
        field.value = asked.get(field.name) ?? "";
        if (field.selectedIndex < 0) field.value = ""; // No such value.
      }
      show();
    };

    form.addEventListener("submit", (event) => {
      event.preventDefault();
      clearTimeout(timer);
      go("pushState");
    });
    form.addEventListener("focusin", () => load().catch(() => {}), { once: true });
    form.elements.q.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(() => go("replaceState"), 150);
    });
    for (const choice of choices) choice.addEventListener("change", () => go("pushState"));
    clear.addEventListener("click", () => {
      for (const field of fields) field.value = "";
      go("pushState");
      form.elements.q.focus();
    });
    more.addEventListener("click", () => append()?.querySelector("a").focus());
    addEventListener("popstate", read);

    list.querySelector(".counted")?.remove(); // The form says it.
    links.hidden = true;
    links.before(form);
    list.after(results);
    read();
  };

  document.addEventListener("DOMContentLoaded", () => {
    const links = document.querySelector("[data-directory]");
    if (links) start(links);
  });
})();
