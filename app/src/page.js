// What buttons and keys do on a page without islands: J and K lead through the cases, what must not be copied by hand has a
// button, and so has printing. Without it the links, the text and the browser's own menu are still there.
const KEYS = "case-keys";

const keys = document.querySelector("[data-keys]");
if (keys) {
  const on = keys.querySelector("input");
  on.checked = localStorage.getItem(KEYS) !== "off";
  on.addEventListener("change", () => localStorage.setItem(KEYS, on.checked ? "on" : "off"));
  keys.hidden = false;
  const cases = { j: document.querySelector(".case-nav [rel=next]"), k: document.querySelector(".case-nav [rel=prev]") };
  // A key must not take away what was typed or chosen.
  const begun = () =>
    [...document.querySelectorAll("main form :is(input, textarea, option):not([type=hidden])")].some((field) =>
      field.matches("option")
        ? field.selected !== field.defaultSelected
        : field.value !== field.defaultValue || field.checked !== field.defaultChecked,
    );
  addEventListener("keydown", (event) => {
    const plain = !event.ctrlKey && !event.metaKey && !event.altKey && !event.isComposing;
    const writes = event.target.closest("input:not([type=radio], [type=checkbox]), select, textarea");
    const link = plain && !writes && on.checked && cases[event.key.toLowerCase()];
    if (link && !begun()) link.click();
  });
}

for (const button of document.querySelectorAll("[data-copy]")) {
  const text = document.getElementById(button.dataset.copy);
  button.hidden = false;
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(text.textContent.trim());
      button.textContent = button.dataset.done;
    } catch {
      // Where the browser forbids it, the text is at least chosen, and one press of keys copies it.
      getSelection().selectAllChildren(text);
    }
  });
}

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}
