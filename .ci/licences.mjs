// Reads `cargo metadata` and prints each crate whose licence deny.toml does not allow; nothing when all are fine.
import { readFileSync } from "node:fs";

const allow = readFileSync("deny.toml", "utf8").match(/^allow = \[(.*?)\]/ms)[1].match(/"[^"]+"/g).map((s) => s.slice(1, -1));

// An SPDX expression holds when AND's both and one of OR's sides are allowed. "/" is the old way to write OR.
const holds = (text) => {
  const parts = text.replaceAll("/", " OR ").match(/\(|\)|[^\s()]+( WITH [^\s()]+)?/g) ?? [];
  let at = 0;
  const one = () => {
    if (parts[at] !== "(") return allow.includes(parts[at++]);
    at += 1;
    const inside = any();
    at += 1;
    return inside;
  };
  const all = () => {
    let value = one();
    while (parts[at] === "AND") (at += 1), (value = one() && value);
    return value;
  };
  const any = () => {
    let value = all();
    while (parts[at] === "OR") (at += 1), (value = all() || value);
    return value;
  };
  return any();
};

const input = readFileSync(0, "utf8");
if (!input) console.log("cargo metadata gave nothing");
for (const { name, version, license, source } of input ? JSON.parse(input).packages : []) {
  // Our own crates have no source.
  if (source && !(license && holds(license))) console.log(`${name} ${version}: ${license ?? "no licence named"}`);
}
