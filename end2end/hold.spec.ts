import { expect, test, type Page } from "@playwright/test";

import { PASSWORD, PHONE, device, sentCode, signIn, studied } from "./city";
import { flaws } from "./fit";
import { answer, question, start } from "./lesson";

/** Answers the open check as somebody who was not there. */
async function answerWrongly(page: Page) {
  const dialog = page.getByRole("dialog");
  const { right } = await question(page);
  if (right) await dialog.locator("label.choice").filter({ hasNotText: right }).first().click();
  else await dialog.getByRole("textbox").fill("0");
  await dialog.getByRole("button", { name: "确定回答" }).click();
}

test("after two wrong answers the password and a code lead on, and nothing is lost", async ({ browser }) => {
  const context = await device(browser, PHONE);
  const page = await context.newPage();
  await signIn(page, "learner12", "/learn");
  await page.locator(".lessons a").first().click();
  await start(page);
  const dialog = page.getByRole("dialog");
  await answerWrongly(page);
  await dialog.getByRole("button", { name: "答下一题" }).click();
  await answerWrongly(page);
  await expect(dialog.getByRole("heading", { name: "请确认是您本人" })).toBeVisible();
  const before = await studied(page.request);

  const typed = dialog.getByLabel("登录密码");
  const send = dialog.getByRole("button", { name: "确认", exact: true });
  await typed.fill("not the password");
  await send.click();
  await expect(dialog.getByText("密码不对，请再试一次。")).toBeVisible();
  await typed.fill(PASSWORD);
  await send.click();
  await expect(dialog.getByText("密码对了")).toBeVisible();
  const code = dialog.getByLabel("短信里的 6 位验证码");
  await code.fill("000000");
  await send.click();
  await expect(dialog.getByText("验证码不对或过期了")).toBeVisible();
  expect(await flaws(page)).toEqual([]);
  // The newest row is this learner's.
  await code.fill(await sentCode(context, "确认身份"));
  await send.click();
  await answer(page);
  const after = await studied(page.request);
  // Up to where the check was due; what lies after it waits for the next one.
  expect(after.verified).toBeGreaterThan(0);
  expect(after.counted).toBeGreaterThanOrEqual(before.counted);
  await context.close();
});
