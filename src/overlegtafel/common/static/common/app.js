// Progressive enhancement only: every page works without this file.
(() => {
  "use strict";

  // A menu closes with Escape, or when attention goes elsewhere.
  const closeMenus = (except) =>
    document.querySelectorAll("details.menu[open]").forEach((menu) => {
      if (!menu.contains(except)) menu.open = false;
    });
  document.addEventListener("click", (event) => closeMenus(event.target));
  document.addEventListener("focusin", (event) => closeMenus(event.target));
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const menu = document.querySelector("details.menu[open]");
    if (!menu) return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });

  // On a phone a menu is one line that scrolls: where one is, stands in view.
  for (const here of document.querySelectorAll(":is(.site-nav, .subnav) [aria-current]")) {
    const menu = here.closest(".site-nav, .subnav");
    const [line, item] = [menu.getBoundingClientRect(), here.getBoundingClientRect()];
    menu.scrollLeft += item.left - line.left - (line.width - item.width) / 2;
  }

  // What was typed is not lost by a slip: <form data-guard> warns before leaving.
  // Submitting one form leaves what was typed in another on the same page.
  const dirty = new Set();
  document.addEventListener("input", (event) => {
    const form = event.target.form ?? event.target.closest("form");
    if (form?.matches("[data-guard]")) dirty.add(form);
  });
  document.addEventListener("submit", (event) => {
    dirty.delete(event.target);
    // One click, one submission.
    const form = event.target;
    if (form.dataset.sent) return event.preventDefault();
    if (form.method === "post" && !event.defaultPrevented) {
      form.dataset.sent = "1";
      setTimeout(() => delete form.dataset.sent, 4000);
    }
  });
  window.addEventListener("pageshow", () =>
    document.querySelectorAll("form[data-sent]").forEach((form) => delete form.dataset.sent));
  window.addEventListener("beforeunload", (event) => {
    if ([...dirty].some((form) => form.isConnected)) event.preventDefault();
  });

  // An error summary takes the focus, so that it is read first.
  const focusSummary = (root) => root.querySelector(".error-summary")?.focus();
  focusSummary(document);

  // Printing shows the table behind every drawing.
  window.addEventListener("beforeprint", () =>
    document.querySelectorAll("details.as-table:not([open])").forEach((details) => {
      details.open = true;
      details.dataset.opened = "1";
    }));
  window.addEventListener("afterprint", () =>
    document.querySelectorAll("details[data-opened]").forEach((details) => {
      details.open = false;
      delete details.dataset.opened;
    }));

  // A reader speaks what changes in a live region, not what it came with: what was done is put in
  // once more when the page stands, so that it is heard where one landed.
  const told = document.getElementById("messages");
  if (told?.childElementCount)
    setTimeout(() => told.replaceChildren(...told.childNodes), 500);

  // Partial updates: say it when one failed, instead of doing nothing.
  const say = (sentence) => {
    const area = document.getElementById("messages");
    if (!area) return;
    const item = document.createElement("p");
    item.className = "notice error";
    item.textContent = sentence;
    area.replaceChildren(item);
    area.scrollIntoView({ block: "center" });
  };
  document.addEventListener("htmx:sendError", () =>
    say("Geen verbinding. Uw tekst staat nog op deze pagina; probeer het zo dadelijk opnieuw."));
  document.addEventListener("htmx:responseError", () =>
    say("Dat is niet gelukt. Herlaad de pagina en probeer het opnieuw."));
  document.addEventListener("htmx:afterSwap", (event) => focusSummary(event.target));
})();
