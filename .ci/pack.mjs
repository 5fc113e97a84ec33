// Packs the browser's files: bundles the styles, names each file by its content, compresses, writes manifest.json.
//
// usage: node .ci/pack.mjs BINDGEN_DIR OUT_DIR dev|release
import { bundle } from "lightningcss";
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { minify } from "terser";

const [from, to, mode] = process.argv.slice(2);
const release = mode === "release";

// Phones of about 2019: what `:has`-free, nesting-free output reaches. Versions are major << 16.
const targets = { chrome: 80 << 16, safari: 13 << 16, firefox: 78 << 16 };
const styles = bundle({ filename: resolve("style/main.css"), minify: release, targets });
for (const warning of styles.warnings) console.warn(`style: ${warning.message}`);

const script = async (path) => {
  const text = readFileSync(path, "utf8");
  return release ? Buffer.from((await minify(text, { module: true, ecma: 2020 })).code) : Buffer.from(text);
};

const files = {
  "app.css": styles.code,
  "boot.js": await script("app/src/boot.js"),
  "passkey.js": await script("app/src/passkey.js"),
  "app.js": await script(join(from, "app.js")),
  "app.wasm": readFileSync(join(from, "app_bg.wasm")),
};

mkdirSync(to, { recursive: true });
const manifest = {};
const kept = new Set(["manifest.json"]);
let total = 0;
for (const [name, content] of Object.entries(files)) {
  const hash = createHash("sha256").update(content).digest("hex").slice(0, 16);
  const [stem, ending] = name.split(".");
  const hashed = `${stem}.${hash}.${ending}`;
  manifest[name] = hashed;
  writeFileSync(join(to, hashed), content);
  kept.add(hashed);
  if (!release) continue; // brotli at its best takes seconds, and nobody measures a debug build
  const br = brotliCompressSync(content, {
    params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_LGWIN]: 22, [constants.BROTLI_PARAM_SIZE_HINT]: content.length },
  });
  writeFileSync(join(to, `${hashed}.br`), br);
  writeFileSync(join(to, `${hashed}.gz`), gzipSync(content, { level: 9 }));
  kept.add(`${hashed}.br`).add(`${hashed}.gz`);
  total += br.length;
  console.log(`  ${name}: ${content.length} bytes, ${br.length} as brotli`);
}
// The manifest last: a server that starts meanwhile finds a whole set.
writeFileSync(join(to, "manifest.json"), JSON.stringify(manifest, null, 1));
for (const old of readdirSync(to)) if (!kept.has(old)) rmSync(join(to, old));
if (release) console.log(`  together ${total} bytes as brotli`);
