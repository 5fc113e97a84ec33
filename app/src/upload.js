// Films go up in slices that may be cut anywhere: by the network, by a reload, by another browser that goes on tomorrow. Where a
// film stands, the server says; this remembers only which file belongs to which upload. All words come from the page.
const root = document.querySelector("[data-upload]");
const list = document.querySelector("[data-films]");
const words = JSON.parse(root.dataset.upload);
const [choose, again, said] = ["choose", "choose-again", "said"].map((name) => root.querySelector(`[data-${name}]`));
const MIB = 1024 * 1024;
const [SLICE_MIN, SLICE_MAX] = [MIB, 8 * MIB];
const KNOWN = "xueshi.films";
const tus = { "tus-resumable": "1.0.0" };

const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
const megabytes = (bytes) => (bytes / MIB).toFixed(bytes < 10 * MIB ? 1 : 0);
const rest = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const digest = async (bytes) => new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
const base64 = (bytes) => btoa(String.fromCharCode(...bytes));
// What the server leaves out of a name, and what differs between systems, makes no other file of it.
const plain = (name) => name.normalize().replace(/[\p{C}\s]/gu, "").slice(0, 60);

const known = () => JSON.parse(localStorage.getItem(KNOWN)) ?? {};
const remember = (print, id) => localStorage.setItem(KNOWN, JSON.stringify({ ...known(), [print]: id }));
const forget = (id) =>
  localStorage.setItem(KNOWN, JSON.stringify(Object.fromEntries(Object.entries(known()).filter(([, one]) => one !== id))));

// What tells a file from another: its name, size and time, its first and its last mebibyte. Nothing of it can be read back.
async function fingerprint(file) {
  const about = new TextEncoder().encode(`${file.name}\n${file.size}\n${file.lastModified}`);
  if (!crypto.subtle) return base64(about);
  const ends = [file.slice(0, MIB), file.slice(Math.max(0, file.size - MIB))];
  const parts = await Promise.all(ends.map(async (end) => digest(await end.arrayBuffer())));
  return base64(await digest(await new Blob([about, ...parts]).arrayBuffer()));
}

// What ends an upload for good, with the sentence for it.
class Ended extends Error {}
// What ends only this attempt.
class Cut extends Error {}

const underWay = new Set();

// One film after the other: two at once are both late. Whoever has the turn gives it back.
let last = Promise.resolve();
function turn() {
  let free;
  const before = last;
  last = new Promise((resolve) => (free = resolve));
  return before.then(() => free);
}

class Upload {
  constructor(file, id) {
    Object.assign(this, { file, id, offset: 0, paused: false, slice: SLICE_MAX, began: null, tenths: 0 });
    this.row = root.querySelector("template").content.firstElementChild.cloneNode(true);
    const part = (name) => this.row.querySelector(name);
    [this.how, this.bar, this.button] = [part("[data-how]"), part("progress"), part("[data-pause]")];
    part("[data-name]").textContent = file.name;
    this.button.textContent = words.pause;
    this.button.addEventListener("click", () => (this.paused ? this.resume() : this.pause()));
    root.querySelector("[data-uploads]").append(this.row);
    this.tell(words.queued);
    underWay.add(this);
  }

  percent(offset = this.offset) {
    return this.file.size ? Math.floor((100 * offset) / this.file.size) : 0;
  }

  tell(text, wrong = false) {
    this.how.textContent = text;
    this.row.classList.toggle("is-wrong", wrong);
  }

  show(offset) {
    this.bar.max = this.file.size;
    this.bar.value = offset;
    const percent = this.percent(offset);
    const ms = performance.now() - this.began?.at;
    const speed = (offset - this.began?.offset) / ms;
    if (ms > 2000 && speed > 0) {
      const minutes = (this.file.size - offset) / speed / 60_000;
      const left = minutes < 1 ? words.seconds : fill(minutes < 90 ? words.minutes : words.hours, { n: Math.round(minutes < 90 ? minutes : minutes / 60) });
      this.tell(fill(words.progress, { percent, speed: ((speed * 1000) / MIB).toFixed(1), left }));
    } else {
      this.tell(fill(words.begun, { percent }));
    }
    const tenths = Math.floor(percent / 10);
    if (tenths !== this.tenths) said.textContent = fill(words.said, { name: this.file.name, percent });
    this.tenths = tenths;
  }

  pause() {
    this.paused = true;
    this.request?.abort();
    this.button.textContent = words.resume;
    this.tell(fill(words.paused, { percent: this.percent() }));
  }

  resume() {
    this.paused = false;
    this.button.textContent = words.pause;
    this.tell(words.queued);
    this.wake?.();
  }

  // From wherever the server is to the end, however often the line is cut.
  async run() {
    let [free, waits] = [await turn(), 1000];
    try {
      while (true) {
        if (this.paused) {
          free();
          await new Promise((resolve) => (this.wake = resolve));
          free = await turn();
          continue;
        }
        try {
          await this.find();
          while (this.offset < this.file.size && !this.paused) {
            await this.send();
            waits = 1000;
          }
          if (this.offset >= this.file.size) return;
        } catch (error) {
          if (error instanceof Ended) throw error;
          if (this.paused) continue;
          this.tell(error instanceof Cut ? error.message : fill(words.offline, { percent: this.percent() }));
          await Promise.race([rest(waits), new Promise((resolve) => addEventListener("online", resolve, { once: true }))]);
          waits = Math.min(2 * waits, 30_000);
        }
      }
    } finally {
      free();
    }
  }

  // Which upload it is and how much of it is there.
  async find() {
    if (!this.print) {
      this.tell(words.preparing);
      try {
        this.print = await fingerprint(this.file);
      } catch {
        throw new Ended(words.unread);
      }
    }
    this.id = this.id ?? known()[this.print];
    if (this.id) {
      const answer = await fetch(`/films/uploads/${this.id}`, { method: "HEAD", headers: tus, cache: "no-store" });
      signedIn(answer);
      if (answer.ok) {
        this.offset = Number(answer.headers.get("upload-offset"));
        const same = Number(answer.headers.get("upload-length")) === this.file.size;
        if (same) remember(this.print, this.id);
        if (same) return this.starts();
      } else if (answer.status !== 404 && answer.status !== 410) {
        throw new Error(answer.status);
      }
      forget(this.id);
      this.id = null;
    }
    const name = base64(new TextEncoder().encode(this.file.name));
    const headers = { ...tus, "upload-length": this.file.size, "upload-metadata": `filename ${name}` };
    const answer = await fetch("/films/uploads", { method: "POST", headers });
    signedIn(answer);
    if (answer.status >= 500) throw new Error(answer.status);
    if (!answer.ok) throw new Ended((await answer.json().catch(() => ({}))).say ?? words.failed);
    this.id = answer.headers.get("location").split("/").pop();
    this.offset = 0;
    remember(this.print, this.id);
    this.starts();
    refresh();
  }

  starts() {
    this.began = { at: performance.now(), offset: this.offset };
    this.show(this.offset);
    hideGoingOn();
  }

  // One slice; what is cut off of it is sent again.
  async send() {
    const slice = this.file.slice(this.offset, this.offset + this.slice);
    let bytes;
    try {
      bytes = await slice.arrayBuffer();
    } catch {
      throw new Ended(words.unread);
    }
    const headers = { ...tus, "content-type": "application/offset+octet-stream", "upload-offset": this.offset };
    if (crypto.subtle) headers["upload-checksum"] = `sha256 ${base64(await digest(bytes))}`;
    const began = performance.now();
    const answer = await this.patch(headers, bytes);
    if (answer.status === 204) {
      this.offset = Number(answer.getResponseHeader("upload-offset"));
      // A slice takes about as long as somebody is willing to send again.
      const ms = performance.now() - began;
      this.slice = Math.max(SLICE_MIN, Math.min(SLICE_MAX, ms > 20_000 ? this.slice / 2 : ms < 5_000 ? 2 * this.slice : this.slice));
      return this.show(this.offset);
    }
    if (answer.status === 423) throw new Cut(words.busy);
    if (answer.status === 413 || answer.status === 415) throw new Ended(JSON.parse(answer.responseText || "{}").say ?? words.failed);
    // 404 and 410: it is found anew, or begun anew. 409 and 460: what is there is asked for.
    throw new Error(answer.status);
  }

  patch(headers, bytes) {
    return new Promise((resolve, reject) => {
      const request = new XMLHttpRequest();
      this.request = request;
      request.open("PATCH", `/films/uploads/${this.id}`);
      for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
      request.upload.onprogress = (event) => this.paused || this.show(this.offset + event.loaded);
      request.onload = () => {
        if (new URL(request.responseURL).pathname === "/sign-in") reject(new Ended(words.signedOut));
        else resolve(request);
      };
      request.onerror = request.onabort = request.ontimeout = () => reject(new Error("cut"));
      request.timeout = 280_000;
      request.send(bytes);
    });
  }
}

function signedIn(answer) {
  if (answer.redirected) throw new Ended(words.signedOut);
}

async function add(file, id) {
  const same = [...underWay].some((other) => other.file.name === file.name && other.file.size === file.size);
  if (same) return;
  const upload = new Upload(file, id ?? unfinished(file));
  try {
    await upload.run();
    forget(upload.id);
    said.textContent = `${file.name}：${words.whole}`;
    upload.row.remove();
  } catch (error) {
    upload.tell(error instanceof Ended ? error.message : words.failed, true);
    upload.button.remove();
    said.textContent = `${file.name}：${upload.how.textContent}`;
  }
  underWay.delete(upload);
  await refresh();
}

// The upload of the list that this file belongs to, begun in another browser.
function unfinished(file) {
  const rows = [...list.querySelectorAll("[data-go-on]")];
  const same = rows.filter(({ dataset }) => Number(dataset.bytes) === file.size && plain(dataset.name) === plain(file.name));
  return same.length === 1 ? same[0].dataset.goOn : null;
}

// The rows as the server has them now.
async function refresh() {
  try {
    const answer = await fetch(list.dataset.films, { cache: "no-store" });
    if (!answer.ok || answer.redirected) return;
    const rows = await answer.text();
    if (rows !== refresh.shown) list.innerHTML = refresh.shown = rows;
    hideGoingOn();
  } catch {
    // The next look may work.
  }
}

// What is going up here is not offered a second time.
function hideGoingOn() {
  const ids = new Set([...underWay].map((upload) => upload.id));
  for (const button of list.querySelectorAll("[data-go-on]")) button.hidden = ids.has(button.dataset.goOn);
}

const drop = root.querySelector("[data-drop]");
drop.hidden = false;
hideGoingOn();
choose.addEventListener("change", () => {
  [...choose.files].forEach((file) => add(file));
  choose.value = "";
});
for (const type of ["dragenter", "dragover", "dragleave", "drop"]) {
  drop.addEventListener(type, (event) => {
    event.preventDefault();
    drop.classList.toggle("is-over", type === "dragenter" || type === "dragover");
    if (type === "drop") [...event.dataTransfer.files].forEach((file) => add(file));
  });
}

let wanted = null;
list.addEventListener("click", (event) => {
  const button = event.target.closest("[data-go-on]");
  if (!button) return;
  wanted = button.dataset;
  again.value = "";
  again.click();
});
again.addEventListener("change", () => {
  const [file] = again.files;
  if (!file || !wanted) return;
  const { goOn, name, bytes } = wanted;
  if (file.size === Number(bytes) && plain(file.name) === plain(name)) return add(file, goOn);
  const other = new Upload(file);
  underWay.delete(other);
  other.button.remove();
  other.tell(fill(words.other, { name, size: megabytes(Number(bytes)) }), true);
  said.textContent = other.how.textContent;
});

addEventListener("beforeunload", (event) => {
  if ([...underWay].some((upload) => !upload.paused)) event.preventDefault();
});
setInterval(() => list.querySelector("[data-measuring]") && refresh(), 2000);
