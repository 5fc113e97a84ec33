// Passkeys: the page asks the browser, the browser the device, the device its owner. Where that cannot be, nothing on the
// page changes: what needs a passkey stays hidden.
const { domain } = document.getElementById("passkey").dataset;

const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=/g, "");

// What the device answers to what the server asks. With a `user` a passkey is made, without one it is used.
async function answer({ challenge, options }) {
  options.challenge = bytes(options.challenge);
  for (const key of options.allowCredentials || options.excludeCredentials || []) key.id = bytes(key.id);
  if (options.user) options.user.id = bytes(options.user.id);
  const made = await navigator.credentials[options.user ? "create" : "get"]({ publicKey: options });
  const response = {};
  for (const part of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (made.response[part]) response[part] = text(made.response[part]);
  }
  return { challenge, credential: JSON.stringify({ id: made.id, rawId: text(made.rawId), type: made.type, response }) };
}

async function post(url, body) {
  const headers = { "content-type": "application/json" };
  const said = await fetch(url, { method: "POST", headers, body: JSON.stringify(body) });
  if (!said.ok) throw said;
  return said.json();
}

if (window.PublicKeyCredential && location.hostname === domain) {
  // For the check in a lesson: asked, confirmed, signed for and answered at once.
  globalThis.passkey = async (url) => {
    const said = await answer(await post(url, {}));
    const [, check] = url.match(/checks\/([^/]+)/) ?? [];
    if (check) said.signed = await globalThis.device?.sign(check, JSON.parse(said.credential).response.signature);
    return post(`${url}/answer`, said);
  };

  for (const part of document.querySelectorAll("[data-passkey]")) part.hidden = part.dataset.passkey === "none";
  for (const form of document.querySelectorAll("[data-passkey=ask]")) {
    const { ask, options } = form.dataset;
    const trouble = form.querySelector("[data-trouble]");
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      trouble.hidden = true;
      try {
        const { challenge, credential } = form.elements;
        const asked = options ? { challenge: challenge.value, options: JSON.parse(options) } : await post(ask, {});
        const answered = await answer(asked);
        challenge.value = answered.challenge;
        credential.value = answered.credential;
        form.submit();
      } catch {
        trouble.hidden = false;
      }
    });
  }
}
