// Somebody who has no account yet, at their own phone.
import { expect, type BrowserContext, type Page } from "@playwright/test";

import { sentCode } from "./city";

/** What everybody here chooses who registers in a test. */
export const OWN_PASSWORD = "chuntian-zhongyu";

/** Whom a test lets register: in the demo city somebody made up, by documents and phones that nobody has. */
export type Somebody = { name: string; document: string; phone: string; county: string };

/** Registers and signs in; answers the page on which that ends. */
export async function registers(context: BrowserContext, somebody: Somebody, page?: Page): Promise<Page> {
  page ??= await context.newPage();
  if (!page.url().includes("/register")) await page.goto("/register");
  const next = page.getByRole("button", { name: "下一步" });
  await page.getByLabel("手机号").fill(somebody.phone);
  await next.click();
  await page.getByLabel("验证码", { exact: true }).fill(await sentCode(context, somebody.phone));
  await next.click();
  await page.getByLabel("姓名").fill(somebody.name);
  await page.getByLabel("证件号").fill(somebody.document);
  await next.click();
  await expect(page.getByText("您属于哪一类")).toBeVisible();
  // Many counties are a list to unfold, a few stand open.
  const unfolds = page.locator("select[name=region]");
  if ((await unfolds.count()) > 0) await unfolds.selectOption({ label: somebody.county });
  else await page.getByLabel(somebody.county).check();
  await page.getByLabel("城镇登记失业人员").check();
  await next.click();
  await page.getByLabel("密码", { exact: true }).fill(OWN_PASSWORD);
  await page.getByLabel("再填一遍密码").fill(OWN_PASSWORD);
  await page.getByLabel(/我同意平台使用/).check();
  await page.getByLabel(/我同意把我的/).check();
  await page.getByRole("button", { name: "完成登记" }).click();
  await page.getByLabel("密码").fill(OWN_PASSWORD);
  await page.getByRole("button", { name: "登录", exact: true }).click();
  await expect(page.getByRole("button", { name: "退出" })).toBeVisible();
  return page;
}

/** Accepts a post by the link that was handed over. */
export async function accepts(page: Page, link: string): Promise<void> {
  await page.goto(new URL(link, page.url()).pathname);
  await page.getByLabel("再输一遍登录密码").fill(OWN_PASSWORD);
  await page.getByRole("button", { name: "接受这个岗位" }).click();
  await expect(page.getByRole("button", { name: "接受这个岗位" })).toHaveCount(0);
}
