// The learner's device vouches for what is studied on it: a key that never leaves it signs, with the answer to a check, a
// chain over the beats sent since the last pass. Where that cannot be, nothing on the page changes.
const { account, keys } = document.getElementById("device").dataset;
const slot = `xueshi.chain.${account}`;
const algorithm = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };

const bytes = (text) => new TextEncoder().encode(text);
const base64 = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=/g, "");
const digest = async (text) =>
  Array.from(new Uint8Array(await crypto.subtle.digest("SHA-256", bytes(text))), (b) => b.toString(16).padStart(2, "0")).join("");
const done = (request) =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

// The key of this browser for this account; a new one where there is none, or where it was removed.
async function ownKey() {
  const opening = indexedDB.open("xueshi", 1);
  opening.onupgradeneeded = () => opening.result.createObjectStore("keys");
  const database = await done(opening);
  const store = (mode) => database.transaction("keys", mode).objectStore("keys");
  const known = await done(store("readonly").get(account));
  if (known && keys.split(" ").includes(known.name)) return known;
  const pair = await crypto.subtle.generateKey(algorithm, false, ["sign"]);
  const public_key = base64(await crypto.subtle.exportKey("raw", pair.publicKey));
  const headers = { "content-type": "application/json" };
  const said = await fetch("/api/study/devices", { method: "POST", headers, body: JSON.stringify({ public_key }) });
  if (!said.ok) throw said;
  const made = { name: (await said.json()).key, key: pair.privateKey };
  await done(store("readwrite").put(made, account));
  return made;
}

if (globalThis.crypto?.subtle && globalThis.indexedDB) {
  const key = ownKey();
  key.catch(() => {});
  const chain = () => JSON.parse(localStorage.getItem(slot)) ?? { head: "" };
  const keep = (link) => localStorage.setItem(slot, JSON.stringify(link));
  // One after the other: a link needs the one before it.
  let last = Promise.resolve();
  const then = (step) => (last = last.then(step).catch(() => {}));
  globalThis.device = {
    // A session was opened: with another number of passes, the beats so far belong to a segment that is over.
    opened: (passes) => then(() => chain().passes === passes || keep({ passes, head: "" })),
    // The server has stored a beat.
    beat: (beat) =>
      then(async () => {
        const [before, { session, seq }] = [chain(), JSON.parse(beat)];
        if (before.session === session && seq <= before.seq) return;
        keep({ ...before, session, seq, head: await digest(`${before.head}\n${beat}`) });
      }),
    passed: () => then(() => keep({ passes: chain().passes + 1, head: "" })),
    // Nothing, where the key is not there in time.
    sign: (check, given) =>
      Promise.race([
        then(async () => {
          const own = await key;
          const text = `xueshi answer 1\n${check}\n${await digest(given)}\n${chain().head}\n`;
          return { key: own.name, signature: base64(await crypto.subtle.sign(algorithm, own.key, bytes(text))) };
        }),
        new Promise((resolve) => setTimeout(resolve, 1500)),
      ]),
  };
}
