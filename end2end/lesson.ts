// What a learner does on a lesson's page, and what can be seen there.
import { expect, type Page } from "@playwright/test";

import { digits, known } from "./city";

/** Presses start, as soon as the page is awake, and sees that study is recorded. */
export async function start(page: Page) {
  await expect(page.locator("[data-awake='true']")).toBeVisible({ timeout: 20_000 });
  await page.locator("[data-play]").click();
  await expect(page.locator(".recording")).toHaveAttribute("data-state", "on", { timeout: 20_000 });
}

/** Where the video stands, in seconds. */
export async function position(page: Page): Promise<number> {
  return page.locator("video").evaluate((video: HTMLVideoElement) => video.currentTime);
}

/** Waits until so many more seconds of the video were really played. */
export async function playsFor(page: Page, seconds: number) {
  const from = await position(page);
  await expect
    .poll(() => position(page), { timeout: (seconds + 20) * 1000, intervals: [500] })
    .toBeGreaterThanOrEqual(from + seconds);
}

/** The question that stands in the dialog. */
export async function question(page: Page): Promise<{ prompt: string; right: string | undefined }> {
  const prompt = page.getByRole("dialog").locator(".check-question:visible");
  await expect(prompt).toBeVisible({ timeout: 60_000 });
  const text = (await prompt.textContent()) ?? "";
  return { prompt: text, right: known(text) };
}

/** Answers the open check as somebody who followed the lesson, and goes on. */
export async function answer(page: Page) {
  const dialog = page.getByRole("dialog");
  const { prompt, right } = await question(page);
  if (right) await dialog.getByText(right, { exact: true }).click();
  else await dialog.getByRole("textbox").fill(digits(prompt));
  await dialog.getByRole("button", { name: "确定回答" }).click();
  await expect(dialog.locator("[data-result='passed']")).toBeVisible();
}

/** Studies every lesson of the class one is in, and answers each check. */
export async function studiesAll(page: Page) {
  await page.goto("/learn");
  const lessons = await page.locator(".lessons a").evaluateAll((all) => all.map((one) => (one as HTMLAnchorElement).href));
  for (const lesson of lessons) {
    await page.goto(lesson);
    await start(page);
    const asked = page.getByRole("dialog");
    const either = asked.or(page.getByText("这一课学完了", { exact: true })).filter({ visible: true }).first();
    while (await either.waitFor({ timeout: 90_000 }).then(() => asked.isVisible())) {
      await answer(page);
      await asked.getByRole("button", { name: "继续学习" }).click();
      await expect(asked).toBeHidden();
    }
  }
}

/** Sits the final test as somebody who followed the lessons. */
export async function passesTest(page: Page) {
  await page.goto("/learn");
  await page.getByRole("link", { name: "去考试" }).click();
  await page.getByRole("button", { name: "开始考试" }).click();
  for (let count = await page.locator(".exam-number").count(); count > 0; count--) {
    const right = known(await page.locator("legend").innerText())!;
    await page.locator(".choice").getByText(right, { exact: true }).click();
    await page.getByRole("button", { name: "保存，下一题" }).click();
  }
  await page.getByRole("button", { name: "交卷" }).click();
  await expect(page.getByText("合格", { exact: true }).first()).toBeVisible();
}
