import { expect, test } from "@playwright/test";

import { PHONE, device, signIn } from "./city";

test("the front page answers in Chinese, with its styles, and says nothing to the console", async ({ page }) => {
  const said: string[] = [];
  page.on("console", (message) => said.push(message.text()));
  page.on("pageerror", (error) => said.push(error.message));
  await page.goto("/");
  await expect(page.locator("html")).toHaveAttribute("lang", "zh-CN");
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  expect(said).toEqual([]);
});

test("nothing is loaded from elsewhere, and built files may be kept for ever", async ({ page, baseURL }) => {
  const built: (string | undefined)[] = [];
  page.on("response", (response) => {
    expect(response.url().startsWith(baseURL!)).toBe(true);
    if (response.url().includes("/pkg/")) built.push(response.headers()["cache-control"]);
  });
  const response = await page.goto("/", { waitUntil: "networkidle" });
  expect(response!.headers()["content-security-policy"]).toContain("default-src 'self'");
  expect(built.length).toBeGreaterThan(0);
  for (const control of built) expect(control).toContain("immutable");
});

test("a lesson reaches a phone in 154 kB, without its video", async ({ browser }) => {
  const context = await device(browser, PHONE);
  const page = await context.newPage();
  await signIn(page, "learner02", "/learn");
  const lesson = await page.locator(".lessons a").first().getAttribute("href");
  // Files that the page before it left behind would not be counted.
  const fresh = await device(browser, PHONE, { storageState: await context.storageState() });
  const phone = await fresh.newPage();
  const sizes: Promise<[string, number]>[] = [];
  phone.on("requestfinished", (request) => {
    const path = new URL(request.url()).pathname;
    if (!path.startsWith("/media/")) sizes.push(request.sizes().then(({ responseBodySize }) => [path, responseBodySize]));
  });
  await phone.goto(lesson!);
  await expect(phone.locator("[data-awake='true']")).toBeVisible({ timeout: 20_000 });
  const all = await Promise.all(sizes);
  expect(all.some(([path]) => path.endsWith(".wasm"))).toBe(true);
  const sum = all.reduce((sum, [, size]) => sum + size, 0);
  expect(sum, all.map(([path, size]) => `${path} ${size}`).join("\n")).toBeLessThanOrEqual(154_000);
  console.log(`the lesson page: ${sum} bytes over the wire`);
});
