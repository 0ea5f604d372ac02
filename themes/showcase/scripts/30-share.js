/* Beside the plain links: the device's own way to share, and a button that
   copies the address. */
(() => {
  "use strict";

  document.addEventListener("DOMContentLoaded", () => {
    for (const part of document.querySelectorAll("[data-share]")) {
      const { title, url, native, copy, copied } = part.dataset;
      const list = part.querySelector("ul");
      const status = document.createElement("p");
      status.className = "share-status";
      status.setAttribute("role", "status");

      const add = (words, act) => {
        const item = document.createElement("li");
        const button = document.createElement("button");
        button.type = "button";
        button.className = "control";
        button.textContent = words;
        button.addEventListener("click", act);
        item.append(button);
        list.prepend(item);
      };

      if (navigator.clipboard) {
        add(copy, async () => {
          status.textContent = "";
          try {
            await navigator.clipboard.writeText(url);
            status.textContent = copied;
          } catch {
            // Not allowed: the address itself can be copied by hand.
            status.textContent = url;
          }
        });
      }
      if (navigator.share) {
        // Whoever changes their mind has cancelled, and nothing went wrong.
        add(native, () => navigator.share({ title, url }).catch(() => {}));
      }
      part.append(status);
    }
  });
})();
