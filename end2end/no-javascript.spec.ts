import { expect, test } from "@playwright/test";

import { DESK, PHONE, signIn } from "./city";

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false, viewport: PHONE });

  test("a learner finds a course, enrols, and reads her hours and subsidy; only studying says it needs more", async ({ page }) => {
    await signIn(page, "learner07");
    await page.goto("/courses");
    await page.getByRole("searchbox", { name: "搜索课程" }).fill("养殖");
    await page.getByRole("button", { name: "搜索" }).click();
    await expect(page.getByRole("heading", { name: /找到 1 门课程/ })).toBeVisible();
    await page.getByRole("link", { name: "大闸蟹养殖入门" }).click();
    await page.getByRole("button", { name: "免费报名" }).first().click();
    await expect(page.getByText("报名成功")).toBeVisible();
    await page.locator(".lessons a", { hasText: "第一课" }).first().click();
    await expect(page.getByText(/需要浏览器打开 JavaScript/)).toBeVisible();
    const tabs = page.getByRole("navigation", { name: "主导航" });
    await tabs.getByRole("link", { name: "学时" }).click();
    await expect(page.getByRole("heading", { level: 1, name: "我的学时" })).toBeVisible();
    await tabs.getByRole("link", { name: "补贴" }).click();
    await expect(page.getByRole("heading", { level: 1, name: /补贴/ })).toBeVisible();
    await page.getByRole("button", { name: "English" }).click();
    await expect(page.locator("html")).toHaveAttribute("lang", "en");
    await page.getByRole("button", { name: "Sign out" }).click();
    await expect(page.getByRole("banner").getByRole("link", { name: "Sign in" })).toBeVisible();
  });

  test("a teacher reads the class page, wrong words are answered beside the field", async ({ page }) => {
    await page.goto("/sign-in");
    await page.getByLabel("账号").fill("teacher01");
    await page.getByLabel("密码").fill("not the password");
    await page.getByRole("button", { name: "登录" }).click();
    await expect(page.getByRole("alert")).toBeVisible();
    await expect(page.getByLabel("账号")).toHaveValue("teacher01");
    await signIn(page, "teacher01", "/classes");
    await page.getByRole("link", { name: /大闸蟹养殖入门/ }).first().click();
    await expect(page.getByText("蒋大川").first()).toBeVisible();
  });

  test.describe("at a desk", () => {
    test.use({ viewport: DESK });

    test("a reviewer asks for an export and downloads it", async ({ page }) => {
      await signIn(page, "city02", "/exports");
      await page.getByLabel("用途").fill("核对本月台账");
      await page.getByRole("button", { name: "生成台账" }).click();
      const file = page.getByRole("link", { name: "下载台账" });
      // The page that waits for the file refreshes by itself, as pages could before there were scripts.
      await expect(file).toBeVisible({ timeout: 30_000 });
      const download = page.waitForEvent("download");
      await file.click();
      expect((await download).suggestedFilename()).toMatch(/\.xlsx$/);
    });
  });
});
