/* On narrow screens the menu waits behind a button. Without this script it is
   simply there. */
(() => {
  "use strict";

  const root = document.documentElement;
  const words = document.currentScript.dataset;
  // Styles hide the menu from the first paint on, and not only once the button is there.
  root.dataset.scripts = "";

  document.addEventListener("DOMContentLoaded", () => {
    const menu = document.querySelector(".site-menu");
    if (!menu) return;
    menu.id ||= "site_menu";
    const button = document.createElement("button");
    button.type = "button";
    button.className = "control menu-button";
    button.textContent = words.menu;
    button.setAttribute("aria-controls", menu.id);
    const isOpen = () => button.getAttribute("aria-expanded") === "true";
    const open = (wanted) => button.setAttribute("aria-expanded", wanted);
    open(false);
    button.addEventListener("click", () => open(!isOpen()));
    menu.parentElement.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !isOpen()) return;
      open(false);
      button.focus();
    });
    menu.before(button);
  });
})();
