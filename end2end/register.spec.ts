import AxeBuilder from "@axe-core/playwright";
import { expect, test, type Page } from "@playwright/test";

import { PHONE, complaints, device } from "./city";

/** A made-up person: a region code that is assigned to no place. */
const DOCUMENT = "000000197403050021";

/** The page is fit for a phone and a screen reader. */
async function fits(page: Page) {
  expect(await page.evaluate(() => document.scrollingElement!.scrollWidth)).toBeLessThanOrEqual(PHONE.width);
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.filter(({ impact }) => impact === "serious" || impact === "critical")).toEqual([]);
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
  await page.getByLabel("姓名").fill("王芳");
  await page.getByLabel("身份证号").fill(DOCUMENT.replace("21", "12"));
  await next.click();
  await expect(page.getByLabel("身份证号")).toHaveAttribute("aria-invalid", "true");
  await expect(page.getByLabel("姓名")).toHaveValue("王芳");
  await fits(page);
  await page.getByLabel("身份证号").fill(DOCUMENT);
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
  await expect(page.getByText("登记好了")).toBeVisible();
  await expect(page.getByRole("button", { name: "退出" })).toBeVisible();
  // A wrong number answered with 422 is said by the browser's console too.
  expect(said.filter((line) => !line.includes("422"))).toEqual([]);
  await context.close();
});
