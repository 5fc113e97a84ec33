// Signing in through an outside provider, in a real Chromium: a second server over the same city, which knows a provider.
import { expect, test, type Page } from "@playwright/test";

import { DESK, PASSWORD, PHONE, complaints, device, signIn } from "./city";
import { flaws } from "./fit";
import { endAll, freePort, starts } from "./server";

let baseURL = "";

test.beforeAll(async () => {
  const [at, site] = [await freePort(), await freePort()];
  const issuer = `http://127.0.0.1:${at}`;
  baseURL = `http://127.0.0.1:${site}`;
  await starts(`${issuer}/jwks`, process.execPath, ["provider.mjs", String(at)]);
  await starts(`${baseURL}/healthz`, process.env.XUESHI ?? "../target/debug/xueshi", ["serve"], {
    XUESHI_LISTEN: `127.0.0.1:${site}`,
    XUESHI_ORIGIN: baseURL,
    // The page with the codes is for servers that have no address of their own.
    XUESHI_CODES: "none",
    XUESHI_OIDC_ISSUER: issuer,
    XUESHI_OIDC_CLIENT_ID: "xueshi",
    XUESHI_OIDC_LABEL: "鲁政通",
  });
});

test.afterAll(endAll);

async function looksFit(page: Page) {
  for (const viewport of [PHONE, DESK]) {
    await page.setViewportSize(viewport);
    expect(await page.evaluate(() => document.scrollingElement!.scrollWidth)).toBeLessThanOrEqual(viewport.width);
    expect(await flaws(page)).toEqual([]);
  }
  await page.setViewportSize(PHONE);
}

test("a learner links her account with a provider and signs in through it, and not before", async ({ browser }) => {
  const context = await device(browser, PHONE, { baseURL });
  const page = await context.newPage();
  const said = complaints(page);

  await test.step("unlinked, the provider's word opens nothing", async () => {
    await page.goto("/sign-in?next=%2Fhours");
    await looksFit(page);
    await page.getByRole("link", { name: "用鲁政通登录" }).click();
    await page.getByRole("link", { name: "我是本人" }).click();
    await expect(page.locator(".field-error", { hasText: "您的鲁政通还没有和这里的账号关联" })).toBeVisible();
    // What the form carries survives: after the password she is where she wanted to go.
    await expect(page.locator("input[name=next]").first()).toHaveValue("/hours");
  });

  await test.step("she links it under her account", async () => {
    await signIn(page, "learner24", "/account/security");
    await page.getByRole("link", { name: "关联或取消关联鲁政通" }).click();
    await looksFit(page);
    await page.getByLabel("登录密码").fill(PASSWORD);
    await page.getByRole("button", { name: "去关联" }).click();
    await looksFit(page);
    await page.getByRole("link", { name: "去鲁政通" }).click();
    await page.getByRole("link", { name: "我是本人" }).click();
    await expect(page.getByText("关联好了")).toBeVisible();
    await looksFit(page);
  });

  await test.step("she signs in through it", async () => {
    await page.getByRole("button", { name: "退出", exact: true }).first().click();
    await page.goto("/sign-in?next=%2Fhours");
    await page.getByRole("link", { name: "用鲁政通登录" }).click();
    await page.getByRole("link", { name: "我是本人" }).click();
    await expect(page).toHaveURL(/\/hours$/);
    await expect(page.getByRole("button", { name: "退出", exact: true }).first()).toBeVisible();
  });

  await test.step("unlinked again, it opens nothing, and the password still does", async () => {
    await page.goto("/account/identity");
    await page.getByLabel("登录密码").fill("not-my-password");
    await page.getByRole("button", { name: "取消关联" }).click();
    await expect(page.locator(".field-error", { hasText: "密码不对" })).toBeVisible();
    await page.getByLabel("登录密码").fill(PASSWORD);
    await page.getByRole("button", { name: "取消关联" }).click();
    await expect(page.getByText("已取消关联")).toBeVisible();
    await looksFit(page);
    await page.getByRole("button", { name: "退出", exact: true }).first().click();
    await page.goto("/sign-in");
    await page.getByRole("link", { name: "用鲁政通登录" }).click();
    await page.getByRole("link", { name: "我是本人" }).click();
    await expect(page.locator(".field-error", { hasText: "您的鲁政通还没有和这里的账号关联" })).toBeVisible();
    await signIn(page, "learner24", "/account");
  });

  // The browser itself reports the refusal, and that the provider has no icon.
  expect(said.filter((line) => !/status of (422|400)/.test(line))).toEqual([]);
  await context.close();
});
