import { expect, test, type Page } from "@playwright/test";

import { PHONE, complaints, device, sentCode } from "./city";
import { flaws } from "./fit";

/** A made-up person: a region code that is assigned to no place. */
const DOCUMENT = "000000197403050021";

/** The smallest picture there is. */
const PICTURE = Buffer.from("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==", "base64");

/** The page is fit for a phone and a screen reader. */
async function fits(page: Page) {
  expect(await page.evaluate(() => document.scrollingElement!.scrollWidth)).toBeLessThanOrEqual(PHONE.width);
  expect(await flaws(page)).toEqual([]);
}

test("a learner registers on a phone, makes mistakes, goes back, and is in", async ({ browser }) => {
  const context = await device(browser, PHONE);
  const page = await context.newPage();
  const said = complaints(page);
  const next = page.getByRole("button", { name: "下一步" });
  await page.goto("/sign-in");
  await page.getByRole("link", { name: "用手机号登记" }).click();
  await page.getByLabel("手机号").fill("100 2026 0001");
  await next.click();
  // A wrong code first, then the one that was sent.
  await expect(page.getByText("已发到 100****0001")).toBeVisible();
  await page.getByLabel("验证码", { exact: true }).fill("000000");
  await next.click();
  await expect(page.locator(".field-error", { hasText: "验证码不对" })).toBeVisible();
  await fits(page);
  await page.getByLabel("验证码", { exact: true }).fill(await sentCode(context, "10020260001"));
  await next.click();
  await page.getByLabel("姓名").fill("王芳");
  await page.getByLabel("证件号").fill(DOCUMENT.replace("21", "12"));
  await next.click();
  await expect(page.getByLabel("证件号")).toHaveAttribute("aria-invalid", "true");
  await expect(page.getByLabel("姓名")).toHaveValue("王芳");
  await fits(page);
  await page.getByLabel("证件号").fill(DOCUMENT);
  await next.click();
  await fits(page);
  await page.getByLabel("芦苇县").check();
  await page.getByLabel("城镇登记失业人员").check();
  await next.click();
  await page.getByRole("link", { name: "上一步" }).click();
  await expect(page.getByLabel("芦苇县")).toBeChecked();
  await next.click();
  await fits(page);
  await page.getByLabel("密码", { exact: true }).fill("chuntian-zhongyu");
  await page.getByLabel("再填一遍密码").fill("chuntian-zhongyu");
  await page.getByLabel(/我同意平台使用/).check();
  await page.getByLabel(/我同意把我的/).check();
  expect(page.url() + (await page.content())).not.toContain(DOCUMENT);
  await page.getByRole("button", { name: "完成登记" }).click();
  await expect(page.getByText("登记信息收到了")).toBeVisible();
  await fits(page);
  await page.getByLabel("密码").fill("chuntian-zhongyu");
  await page.getByRole("button", { name: "登录", exact: true }).click();
  await expect(page.getByRole("button", { name: "退出" })).toBeVisible();

  // Out, and in again with a code instead of the password.
  await page.getByRole("button", { name: "退出" }).click();
  await page.goto("/sign-in");
  await page.getByRole("link", { name: "用短信验证码登录" }).click();
  await page.getByLabel("手机号").fill("10020260001");
  await fits(page);
  await page.getByRole("button", { name: "发送验证码" }).click();
  await expect(page.getByText("如果 100****0001 登记过")).toBeVisible();
  await page.getByLabel("验证码", { exact: true }).fill(await sentCode(context, "10020260001"));
  await next.click();
  await expect(page.getByRole("button", { name: "退出" })).toBeVisible();

  // A paper: first the wrong kind of file, then a photograph.
  await page.goto("/account/papers");
  await page.getByLabel("证明您是哪一类").selectOption({ label: "城镇登记失业人员" });
  await page.getByLabel("从哪天起").fill("2026.3.1");
  await page.getByLabel("文件", { exact: true }).setInputFiles({ name: "证.txt", mimeType: "text/plain", buffer: Buffer.from("text") });
  await page.getByRole("button", { name: "交材料" }).click();
  await expect(page.getByText("只收照片").first()).toBeVisible();
  await expect(page.getByLabel("从哪天起")).toHaveValue("2026.3.1");
  await fits(page);
  await page.getByLabel("文件", { exact: true }).setInputFiles({ name: "失业证.png", mimeType: "image/png", buffer: PICTURE });
  await page.getByRole("button", { name: "交材料" }).click();
  await expect(page.getByText("等待审核")).toBeVisible();
  await fits(page);
  // A wrong number answered with 422 is said by the browser's console too.
  expect(said.filter((line) => !line.includes("422"))).toEqual([]);
  await context.close();
});
