/* Light or dark colours. The choice is set before anything is painted, so this
   script stands in the head and is not deferred. What somebody chose is kept on
   their own device, and only while it differs from what the device asks for. */
(() => {
  "use strict";

  const KEY = "showcase-colours";
  const root = document.documentElement;
  const words = document.currentScript.dataset;
  const device = matchMedia("(prefers-color-scheme: dark)");
  const isDark = () => (root.dataset.theme ? root.dataset.theme === "dark" : device.matches);

  const read = () => {
    try {
      return localStorage.getItem(KEY);
    } catch {
      return null; // Storage may be forbidden: nothing is remembered then.
    }
  };

  const keep = (choice) => {
    try {
      if (choice) localStorage.setItem(KEY, choice);
      else localStorage.removeItem(KEY);
    } catch {
      /* As above. */
    }
  };

  const apply = (choice) => {
    if (choice === "dark" || choice === "light") root.dataset.theme = choice;
    else delete root.dataset.theme;
    // The browser's own bar follows the page.
    for (const meta of document.querySelectorAll("meta[name=theme-color]")) {
      meta.dataset.media ??= meta.media;
      const own = meta.dataset.media.includes("dark") ? "dark" : "light";
      const chosen = root.dataset.theme;
      meta.media = chosen ? (chosen === own ? "all" : "not all") : meta.dataset.media;
    }
  };

  apply(read());

  document.addEventListener("DOMContentLoaded", () => {
    const header = document.querySelector(".site-header .shell");
    if (!header) return;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "control colours";
    button.textContent = words.dark;
    const tell = () => button.setAttribute("aria-pressed", isDark());
    button.addEventListener("click", () => {
      const wanted = isDark() ? "light" : "dark";
      const choice = (wanted === "dark") === device.matches ? null : wanted;
      keep(choice);
      apply(choice);
      tell();
    });
    device.addEventListener("change", tell);
    addEventListener("storage", (event) => {
      if (event.key && event.key !== KEY) return;
      apply(read());
      tell();
    });
    tell();
    (header.querySelector(".site-tools") ?? header).append(button);
  });
})();
