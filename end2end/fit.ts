// Whether a page is fit for everyone: what axe finds in it that is serious or critical.
import { readFileSync } from "node:fs";

import type { Page } from "@playwright/test";
import type { AxeResults, Result, RunOptions } from "axe-core";

const AXE = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
type Checker = { axe?: { run(context: Document, options: RunOptions): Promise<AxeResults> } };

/** What axe finds in the page as it stands, by every rule of its own. It is brought into a page once, however often that page is judged. */
export async function flaws(page: Page): Promise<Result[]> {
  // A frame would need the checker in itself; no page of ours has one.
  if (page.frames().length > 1) throw new Error(`${page.url()} has frames, which are not judged`);
  if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(AXE);
  // What is in order needs no list of everything that is.
  const violations = await page.evaluate(async () => (await (window as Checker).axe!.run(document, { resultTypes: ["violations"] })).violations);
  return violations.filter(({ impact }) => impact === "serious" || impact === "critical");
}
