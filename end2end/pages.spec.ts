import { expect, test, type Page } from "@playwright/test";

import { DESK, PHONE, complaints, device, signIn } from "./city";
import { flaws } from "./fit";

// What is found names page, width, rule and element: a film of hundreds of pages would add nothing to it.
test.use({ trace: "off" });

/** One person of each kind; nobody first. */
const PEOPLE = ["", "learner01", "teacher01", "city02", "control01", "system01"];
/** Files and the API are no pages; signing out ends the walk. */
const NO_PAGE = /^\/(api|media|pkg|dev)\/|\/file(\?|$)|\/manifest|\/roster\/template$|\/copy$|^\/account\/data|^\/sign-out/;
const ID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;

/** Pages that differ only in whose they are, or in what was searched for, are one kind. */
const kind = (path: string) => path.replace(/[?#].*/, "").replace(ID, ":id").replace(/\/\d+$/, "/:n").replace(/^\/courses\/.+/, "/courses/:code");

/** Where a page leads within the site. */
async function leads(page: Page): Promise<string[]> {
  const links = await page.locator("a[href^='/']").evaluateAll((links) => links.map((link) => link.getAttribute("href")!));
  return links.filter((link) => !NO_PAGE.test(link));
}

for (const account of PEOPLE) {
  test(`every page ${account || "a stranger"} can come to is fit for a phone, a desk and a screen reader`, async ({ browser }) => {
    // Thirty looks by the checker; on a busy machine each takes seconds.
    test.setTimeout(300_000);
    const context = await device(browser, PHONE);
    const page = await context.newPage();
    const said = complaints(page);
    const wasm: string[] = [];
    page.on("request", (request) => {
      if (/\.wasm$/.test(new URL(request.url()).pathname)) wasm.push(request.url());
    });
    if (account) await signIn(page, account);
    else await page.goto("/");
    const found: string[] = [];
    const seen = new Set<string>();
    const ahead = [new URL(page.url()).pathname, "/courses?q=没有这样的课", ...(await leads(page))];
    for (let path = ahead.shift(); path; path = ahead.shift()) {
      const what = path.includes("?q=没有") ? "/courses?nothing" : kind(path);
      if (seen.has(what)) continue;
      seen.add(what);
      wasm.length = 0;
      await page.setViewportSize(PHONE);
      const response = await page.goto(path);
      if (!response?.ok()) found.push(`${path}: ${response?.status()}`);
      for (const [viewport, wide] of [[PHONE, "375"], [DESK, "1280"]] as const) {
        await page.setViewportSize(viewport);
        const width = await page.evaluate(() => document.scrollingElement!.scrollWidth);
        if (width > viewport.width) found.push(`${path} at ${wide}: ${width} px wide`);
        for (const { id, nodes } of await flaws(page)) {
          found.push(`${path} at ${wide}: ${id} in ${nodes.map((node) => node.target.join(" ")).slice(0, 3).join(", ")}`);
        }
      }
      const islands = await page.locator("leptos-island").count();
      if (islands === 0 && wasm.length > 0) found.push(`${path}: loads ${wasm[0]} for no island`);
      ahead.push(...(await leads(page)));
    }
    expect([...found, ...said]).toEqual([]);
    expect([...seen]).toEqual(expect.arrayContaining(["/rules", ...(account === "system01" ? ["/jobs"] : [])]));
    await context.close();
  });
}

test("an address that leads nowhere says so on a page like the others", async ({ page }) => {
  const response = await page.goto("/no-such-page");
  expect(response?.status()).toBe(404);
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  expect(await flaws(page)).toEqual([]);
});
