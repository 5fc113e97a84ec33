import { expect, test, type Page } from "@playwright/test";

import { digits, signIn } from "./city";
import { question } from "./lesson";

/** The element that has the keyboard. */
const focused = (page: Page) => page.locator(":focus");
const inDialog = (page: Page) => page.evaluate(() => !!document.activeElement?.closest("dialog[open]"));

/** Presses Tab until `selector` has the keyboard. */
async function tabTo(page: Page, selector: string) {
  for (let presses = 0; presses < 60; presses++) {
    if (await page.evaluate((selector) => !!document.activeElement?.matches(selector), selector)) return;
    await page.keyboard.press("Tab");
  }
  throw new Error(`Tab never comes to ${selector}`);
}

test("a check is answered with the keyboard alone, and the keyboard comes back to where it was", async ({ page }) => {
  await signIn(page, "learner02", "/learn");
  await page.locator(".lessons a").first().press("Enter");
  await expect(page.locator("[data-awake='true']")).toBeVisible({ timeout: 20_000 });
  await tabTo(page, "[data-play]");
  await page.keyboard.press("Enter");
  await expect(page.locator(".recording")).toHaveAttribute("data-state", "on", { timeout: 20_000 });

  await expect(page.getByRole("dialog")).toBeVisible({ timeout: 90_000 });
  const { prompt, right } = await question(page);
  await expect.poll(() => inDialog(page)).toBe(true);
  if (right) {
    const options = await page.getByRole("dialog").locator(".choice").allTextContents();
    await tabTo(page, "dialog input[type=radio]");
    await page.keyboard.press("Space");
    for (let down = options.findIndex((option) => option.trim() === right); down > 0; down--) await page.keyboard.press("ArrowDown");
    await expect(page.getByRole("radio", { name: right, exact: true })).toBeChecked();
  } else {
    await tabTo(page, "dialog input");
    await page.keyboard.type(digits(prompt));
  }
  // Tab stays inside: whatever is behind the question cannot be reached.
  for (let presses = 0; presses < 8; presses++) {
    await page.keyboard.press("Tab");
    expect(await page.evaluate(() => document.activeElement === document.body || !!document.activeElement?.closest("dialog"))).toBe(true);
  }
  await tabTo(page, "dialog button[type=submit]");
  await page.keyboard.press("Enter");
  await expect(page.locator("[data-result='passed']")).toBeFocused();
  await tabTo(page, "dialog .button-primary");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("dialog")).toBeHidden();
  await expect(focused(page)).toHaveAttribute("data-play", "");
});
