// Wakes the islands of a page. An external file, so that the content security policy needs no inline script.
// The names of the built files come with the script tag: they change with their content.
const { js, wasm } = document.getElementById("boot").dataset;

// Leptos reads these when a view holds resources or errors; pages here render both on the server.
globalThis.__RESOLVED_RESOURCES ??= [];
globalThis.__SERIALIZED_ERRORS ??= [];
globalThis.__INCOMPLETE_CHUNKS ??= [];

const app = await import(js);
await app.default({ module_or_path: wasm });
app.hydrate();
for (const island of document.querySelectorAll("leptos-island")) {
  await app[island.dataset.component](island);
}
// From here on the page says itself how it stands; until then style/components/asleep.css does.
document.documentElement.dataset.awake = "";
