// The final test on a phone: the network goes in the middle, and another phone goes on with the same paper. A city with eight
// weeks behind it, on a server of its own.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { expect, test, type Page } from "@playwright/test";

import { DESK, PHONE, complaints, device, known, signIn, xueshiOn } from "./city";
import { flaws } from "./fit";
import { endAll, freePort, starts } from "./server";

test.use({ actionTimeout: 15_000 });

let folder = "";
let baseURL = "";
let learner = "";

test.beforeAll(async () => {
  test.setTimeout(120_000);
  folder = await mkdtemp(join(tmpdir(), "xueshi-exam-"));
  const port = await freePort();
  baseURL = `http://127.0.0.1:${port}`;
  const env = { XUESHI_DATABASE: `sqlite:${folder}/x.db`, XUESHI_KEY_FILE: `${folder}/key`, XUESHI_EXPORTS: `${folder}/exports`, XUESHI_PROFILE: "standard" };
  const said = await xueshiOn(env, "demo", "--once");
  learner = /(learner\d+)\s+可以考结业考试/.exec(said)?.[1] ?? "";
  expect(learner, said).not.toBe("");
  await starts(`${baseURL}/healthz`, process.env.XUESHI ?? "../target/debug/xueshi", ["serve"], { ...env, XUESHI_LISTEN: `127.0.0.1:${port}` });
});

test.afterAll(async () => {
  await endAll();
  await rm(folder, { recursive: true, force: true });
});

/** Answers the question on the screen, rightly or not. */
async function answers(page: Page, rightly: boolean) {
  const right = known(await page.locator("legend").innerText());
  const options = await page.locator(".choice").allInnerTexts();
  const place = options.findIndex((option) => (option.trim() === right) === rightly);
  await page.locator(".choice").nth(place).click();
  await page.getByRole("button", { name: "保存，下一题" }).click();
}

test("a learner sits the final test, is cut off, goes on with another phone, and sees why each answer is right", async ({ browser }) => {
  test.setTimeout(120_000);
  const first = await device(browser, PHONE, { baseURL });
  const page = await first.newPage();
  const said: string[][] = [];
  await signIn(page, learner, "/learn");

  await test.step("the door says how it goes, and a question can be practised", async () => {
    await page.getByRole("link", { name: "去考试" }).click();
    await expect(page.getByRole("heading", { name: "考试怎么考" })).toBeVisible();
    expect(await flaws(page)).toEqual([]);
    await page.getByRole("link", { name: "先试一道练习题" }).click();
    await page.getByLabel("十二个月").check();
    await page.getByRole("button", { name: "保存" }).click();
    await expect(page.getByText("对了，就是这样")).toBeVisible();
    await page.getByRole("link", { name: "返回考试" }).click();
  });

  await test.step("each answer is saved at once", async () => {
    await page.getByRole("button", { name: "开始考试" }).click();
    await expect(page.getByRole("heading", { name: /^第 1 题/ })).toBeVisible();
    expect(await flaws(page)).toEqual([]);
    for (let n = 1; n <= 3; n++) await answers(page, true);
    await expect(page.getByRole("heading", { name: /^第 4 题/ })).toBeVisible();
    await expect(page.locator(".exam-number.is-answered")).toHaveCount(3);
  });

  await test.step("the network goes; another phone has the same paper with the answers in it", async () => {
    await first.setOffline(true);
    await page.locator(".choice").first().click();
    await page.getByRole("button", { name: "保存，下一题" }).click({ noWaitAfter: true }).catch(() => {});
    await first.close();
  });

  const second = await device(browser, PHONE, { baseURL });
  const other = await second.newPage();
  said.push(complaints(other));
  await test.step("it goes on there, and what is left out is named before it is handed in", async () => {
    await signIn(other, learner, "/learn");
    await other.getByRole("link", { name: "去考试" }).click();
    await expect(other.getByText(/已经答了 3 题，共 \d+ 题/)).toBeVisible();
    await other.getByRole("link", { name: "接着答题" }).click();
    await expect(other.getByRole("heading", { name: /^第 4 题/ })).toBeVisible();
    const count = await other.locator(".exam-number").count();
    await answers(other, false);
    for (let n = 5; n < count; n++) await answers(other, true);
    await other.getByRole("link", { name: "先跳过" }).click();
    await expect(other.getByText(`还有 1 道题没有答：第 ${count} 题`)).toBeVisible();
    expect(await flaws(other)).toEqual([]);
    expect(await other.content()).not.toContain("正确答案");
    await other.getByRole("button", { name: "交卷" }).click();
  });

  await test.step("the mark is there at once, with the reason of each answer", async () => {
    await expect(other.getByText("已交卷。")).toBeVisible();
    await expect(other.getByText("合格", { exact: true }).first()).toBeVisible();
    await expect(other.getByText("正确答案：").first()).toBeVisible();
    await expect(other.getByText("没有答", { exact: true })).toHaveCount(1);
    expect(await flaws(other)).toEqual([]);
  });

  await test.step("the school sees the mark", async () => {
    const school = await (await device(browser, DESK, { baseURL })).newPage();
    said.push(complaints(school));
    await signIn(school, "school01", "/classes");
    await school.getByRole("link", { name: /返乡人员班/ }).first().click();
    await school.getByRole("link", { name: "结业考试", exact: true }).click();
    await expect(school.getByText("每名学员的考试")).toBeVisible();
    await expect(school.locator(".chip", { hasText: "合格" }).first()).toBeVisible();
    expect(await flaws(school)).toEqual([]);
  });
  expect(said.flat()).toEqual([]);
});
