// Passkeys in a real Chromium, with the virtual authenticator of its developer tools: it signs, and says of its owner
// what it is told to say.
import { expect, test, type BrowserContext, type CDPSession, type Page } from "@playwright/test";

import { DESK, PASSWORD, PHONE, complaints, device, digits, signIn, signatures, studied, xueshi } from "./city";
import { flaws } from "./fit";
import { playsFor, question, start } from "./lesson";

// Passkeys belong to a domain: browsers give none to a bare number such as 127.0.0.1.
test.use({ baseURL: async ({ baseURL }, use) => use(baseURL!.replace("127.0.0.1", "localhost")) });

const FINGER = "用指纹或锁屏密码确认";

/** A phone with a fingerprint reader; `verifies` says whether it knows its owner. */
async function fingers(page: Page, verifies = true): Promise<{ client: CDPSession; id: string }> {
  const client = await page.context().newCDPSession(page);
  await client.send("WebAuthn.enable");
  const { authenticatorId: id } = await client.send("WebAuthn.addVirtualAuthenticator", {
    options: {
      protocol: "ctap2",
      transport: "internal",
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: verifies,
      automaticPresenceSimulation: true,
    },
  });
  return { client, id };
}

async function addsPasskey(page: Page, name: string) {
  await page.goto("/account/security");
  await page.getByRole("link", { name: "添加或查看" }).click();
  await page.getByLabel("给它起个名字").fill(name);
  await page.getByLabel("登录密码").fill(PASSWORD);
  await page.getByRole("button", { name: "下一步" }).click();
  await page.getByRole("button", { name: "现在确认" }).click();
}

async function looksFit(page: Page) {
  for (const viewport of [PHONE, DESK]) {
    await page.setViewportSize(viewport);
    expect(await page.evaluate(() => document.scrollingElement!.scrollWidth)).toBeLessThanOrEqual(viewport.width);
    expect(await flaws(page)).toEqual([]);
  }
  await page.setViewportSize(PHONE);
}

test("a learner adds her phone, signs in by it, and passes a check with it", async ({ browser, baseURL }) => {
  test.setTimeout(240_000);
  const context: BrowserContext = await device(browser, PHONE, { baseURL });
  const page = await context.newPage();
  const said = complaints(page);
  const { client, id } = await fingers(page);

  await test.step("she adds it under her account", async () => {
    await signIn(page, "learner15");
    await addsPasskey(page, "我的红米手机");
    await expect(page.getByText("已添加“我的红米手机”")).toBeVisible();
    await expect(page.locator(".devices")).toContainText("还没有用过");
    await looksFit(page);
    const { credentials } = await client.send("WebAuthn.getCredentials", { authenticatorId: id });
    expect(credentials.map(({ isResidentCredential, rpId }) => [isResidentCredential, rpId])).toEqual([[true, "localhost"]]);
  });

  await test.step("she signs in without typing anything", async () => {
    await page.getByRole("button", { name: "退出", exact: true }).first().click();
    await page.goto("/sign-in?next=%2Fhours");
    await looksFit(page);
    await page.getByRole("button", { name: "用指纹、人脸或锁屏密码进入" }).click();
    await expect(page).toHaveURL(/\/hours$/);
  });

  await test.step("a check comes, and her finger passes it", async () => {
    await page.goto("/learn");
    await page.locator(".lessons").getByRole("link", { name: /第一课/ }).first().click();
    await start(page);
    await question(page);
    // A phone that does not know its owner changes nothing: the question stays.
    await client.send("WebAuthn.setUserVerified", { authenticatorId: id, isUserVerified: false });
    await page.getByRole("button", { name: FINGER }).click();
    await expect(page.getByText("手机没有确认")).toBeVisible();
    const before = await studied(page.request);
    expect(before.verified).toBe(0);
    await client.send("WebAuthn.setUserVerified", { authenticatorId: id, isUserVerified: true });
    await page.getByRole("button", { name: FINGER }).click();
    await expect(page.locator("[data-result='passed']")).toBeVisible();
    expect((await studied(page.request)).verified).toBeGreaterThan(15_000);
    await page.getByRole("dialog").getByRole("button", { name: "继续学习" }).click();
    await playsFor(page, 2);
  });

  await test.step("two wrong answers, and her finger ends the hold", async () => {
    const dialog = page.getByRole("dialog");
    for (const last of [false, true]) {
      const { prompt, right } = await question(page);
      if (right) await dialog.locator(".choice span").nth(await wrongOption(page, right)).click();
      else await dialog.getByRole("textbox").fill(`${digits(prompt)}0`);
      await dialog.getByRole("button", { name: "确定回答" }).click();
      if (!last) await dialog.getByRole("button", { name: "答下一题" }).click();
    }
    await expect(dialog.getByText("请确认是您本人")).toBeVisible();
    await dialog.getByRole("button", { name: FINGER }).click();
    await question(page);
    await dialog.getByRole("button", { name: FINGER }).click();
    await expect(dialog.locator("[data-result='passed']")).toBeVisible();
  });

  expect(await signatures(page.request)).toEqual(["signed", "signed"]);
  await page.goto("/account/devices");
  await expect(page.locator("#signing li")).toHaveCount(1);
  await looksFit(page);
  expect(await xueshi("verify")).toMatch(/^OK$/m);
  // The browser itself reports the refused signature, and the pause after a wrong answer.
  expect(said.filter((line) => !/NotAllowed|status of 4(00|29)/.test(line))).toEqual([]);
  await context.close();
});

/** The place of an option that is not the right one. */
async function wrongOption(page: Page, right: string): Promise<number> {
  const options = await page.getByRole("dialog").locator(".choice span").allTextContents();
  return options.findIndex((option) => option !== right);
}

test("a device without a fingerprint or screen lock is not added", async ({ browser, baseURL }) => {
  test.setTimeout(60_000);
  const page = await (await device(browser, PHONE, { baseURL })).newPage();
  await signIn(page, "learner22");
  await fingers(page, false);
  await addsPasskey(page, "没有锁屏的手机");
  await expect(page.getByText("设备没有确认")).toBeVisible();
  await page.goto("/account/passkeys");
  await expect(page.getByText("还没有添加")).toBeVisible();
});

test("an official signs in by passkey and removes it again", async ({ browser, baseURL }) => {
  test.setTimeout(60_000);
  const page = await (await device(browser, DESK, { baseURL })).newPage();
  await fingers(page);
  await signIn(page, "county01");
  await addsPasskey(page, "办公室电脑");
  await page.getByRole("link", { name: "删除 办公室电脑" }).click();
  await page.getByLabel("登录密码").fill("不是这个");
  await page.getByRole("button", { name: "删除" }).click();
  await expect(page.locator(".field-error", { hasText: "密码不对" })).toBeVisible();
  await page.getByLabel("登录密码").fill(PASSWORD);
  await page.getByRole("button", { name: "删除" }).click();
  await expect(page.getByText("通行密钥已删除")).toBeVisible();
});

test("where the browser has no passkeys, nothing of them is in the way", async ({ browser, baseURL }) => {
  const context = await browser.newContext({ baseURL: baseURL!.replace("localhost", "127.0.0.1") });
  const page = await context.newPage();
  await signIn(page, "learner23");
  await page.goto("/account/passkeys");
  await expect(page.getByText("这个浏览器不能添加通行密钥")).toBeVisible();
  await expect(page.getByLabel("给它起个名字")).toBeHidden();
  await context.clearCookies();
  await page.goto("/sign-in");
  await expect(page.getByRole("button", { name: /指纹/ })).toBeHidden();
  await context.close();
});
