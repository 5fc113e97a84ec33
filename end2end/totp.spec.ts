// An authenticator app as the second factor of an official, in a real Chromium: the codes are reckoned here as an app
// reckons them (RFC 6238).
import { createHmac } from "node:crypto";

import { expect, test } from "@playwright/test";

import { DESK, PASSWORD, device, signIn } from "./city";

const STEP_MS = 30_000;

/** The six digits of a moment, from the secret as it is typed by hand. */
function code(secret: string, atMs: number): string {
  const letters = secret.replace(/[^A-Z2-7]/g, "");
  const bits = [...letters].map((letter) => "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(letter).toString(2).padStart(5, "0"));
  const bytes = (bits.join("").match(/.{8}/g) ?? []).map((byte) => parseInt(byte, 2));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(atMs / STEP_MS)));
  const digest = createHmac("sha1", Buffer.from(bytes)).update(counter).digest();
  const number = digest.readUInt32BE(digest[19]! & 15) & 0x7fffffff;
  return String(number % 1_000_000).padStart(6, "0");
}

test("an official signs in with password and authenticator, and a code opens once", async ({ browser }) => {
  test.setTimeout(120_000);
  const page = await (await device(browser, DESK)).newPage();
  await signIn(page, "finance01", "/account/second-factor");
  await page.getByText("手工输入").click();
  const secret = await page.locator("form code").first().innerText();

  await page.getByLabel("6 位数字").fill("000000");
  await page.getByLabel("您的密码").fill(PASSWORD);
  await page.getByRole("button", { name: "开启" }).click();
  await expect(page.getByLabel("6 位数字")).toHaveAttribute("aria-invalid", "true");
  const used = code(secret, Date.now());
  await page.getByLabel("6 位数字").fill(used);
  await page.getByLabel("您的密码").fill(PASSWORD);
  await page.getByRole("button", { name: "开启" }).click();
  await expect(page.getByText("恢复码").first()).toBeVisible();

  await page.getByRole("button", { name: "退出" }).first().click();
  await page.goto("/sign-in");
  await page.getByLabel("账号").fill("finance01");
  await page.getByLabel("密码").fill(PASSWORD);
  await page.getByRole("button", { name: "登录" }).click();
  await expect(page.getByText("打开手机上的验证器")).toBeVisible();
  const digits = page.locator("input[name=code]");
  await digits.fill(used);
  await digits.press("Enter");
  await expect(digits).toHaveAttribute("aria-invalid", "true");
  // The next code comes within half a minute.
  await page.waitForTimeout(STEP_MS - (Date.now() % STEP_MS) + 500);
  await digits.fill(code(secret, Date.now()));
  await digits.press("Enter");
  await expect(page.getByRole("button", { name: "退出" }).first()).toBeVisible();

  // Others find the demo city as it was.
  await page.goto("/account/second-factor");
  await page.getByLabel("密码").fill(PASSWORD);
  await page.locator("form[action='/account/second-factor/remove'] button").click();
  await page.goto("/account/second-factor");
  await expect(page.getByRole("button", { name: "开启" })).toBeVisible();
});
