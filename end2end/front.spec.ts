import { expect, test } from "@playwright/test";

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
