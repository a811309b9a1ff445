// Buttons that copy one field. Without this file the text is there to be selected.
(() => {
  "use strict";
  if (!navigator.clipboard) return;
  document.querySelectorAll("button[data-copy]").forEach((button) => {
    const text = document.getElementById(button.dataset.copy);
    const said = button.innerHTML;
    button.hidden = false;
    button.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText((text.value ?? text.textContent).trim());
        button.textContent = "Gekopieerd";
      } catch {
        button.textContent = "Niet gelukt: selecteer de tekst";
      }
      button.setAttribute("aria-live", "polite");
      setTimeout(() => (button.innerHTML = said), 2500);
    });
  });
})();
