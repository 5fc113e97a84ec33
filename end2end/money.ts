// What learners, finance and the bank do with money.
import { readFile } from "node:fs/promises";

import { expect, type Page } from "@playwright/test";

/** A learner gives the account on which they are paid. */
export async function givesAccount(page: Page, card: string, password: string) {
  await page.getByLabel("开户银行").selectOption({ index: 1 });
  await page.getByLabel("账号（卡号）").fill(card);
  await page.locator("[name=agreed]").check();
  await page.getByLabel("登录密码").fill(password);
  await page.getByRole("button", { name: "登记这个账户" }).click();
}

/** Confirms a batch of so many people. */
export async function makesBatch(page: Page, people: number) {
  await expect(page.locator("main table tbody tr")).toHaveCount(people);
  await page.getByRole("button", { name: "确认拨付" }).click();
  await expect(page.getByText(/做好了。下载银行文件/)).toBeVisible();
}

/** What the file for the bank says of each line: reference, account, amount. */
export async function sentLines(page: Page): Promise<string[][]> {
  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: "下载银行文件" }).click();
  const text = new TextDecoder("gbk").decode(await readFile(await (await download).path()));
  return text.trim().split(/\r?\n/).slice(1).map((line) => line.split(",")).map((cells) => [cells[1]!, cells[2]!, cells[5]!]);
}

/** Takes in what the bank answered: reference, account, amount, how it went, and why not. */
export async function bankAnswers(page: Page, rows: string[][]) {
  const text = ["业务参考号,收款账号,金额,处理结果,失败原因", ...rows.map((row) => row.join(","))].join("\r\n");
  await page.getByLabel("回盘文件").setInputFiles({ name: "回盘.csv", mimeType: "text/csv", buffer: Buffer.from(text) });
  await page.getByRole("button", { name: "检查回盘文件" }).click();
  await page.getByRole("button", { name: "记下这些答复" }).click();
}
