import { expect, test, type Browser, type Page } from "@playwright/test";

import { DESK, PASSWORD, PHONE, device, signIn, xueshi } from "./city";
import { flaws } from "./fit";

/** Serious complaints of the checker about the page as it stands. */
async function unfit(page: Page): Promise<string[]> {
  const width = await page.evaluate(() => document.scrollingElement!.scrollWidth);
  const wide = width > page.viewportSize()!.width ? [`${page.url()}: ${width} px wide`] : [];
  return [...wide, ...(await flaws(page)).map(({ id }) => `${page.url()}: ${id}`)];
}

async function official(browser: Browser, account: string, path: string): Promise<Page> {
  const page = await (await device(browser, DESK)).newPage();
  await signIn(page, account, path);
  return page;
}

test("refused time is appealed on a phone without JavaScript, and two people decide with reasons the learner reads", async ({ browser, request }) => {
  // More than the time that passed.
  const signed = await request.post("/api/sign-in", { data: { account: "learner21", password: PASSWORD } });
  const headers = { authorization: `Bearer ${(await signed.json()).token}` };
  const [first] = await (await request.get("/api/study/enrolments", { headers })).json();
  const lesson = first.lessons[0].lesson;
  const open = { enrolment: first.enrolment, lesson };
  const { session } = await (await request.post("/api/study/sessions", { headers, data: open })).json();
  const beat = { session, seq: 1, played: [[0, 30_000]], position_ms: 30_000, state: "playing" };
  const answer = await (await request.post("/api/study/beats", { headers, data: beat })).json();
  expect(answer.refused[0].code).toBe("faster_than_time");

  const phone = await device(browser, PHONE, { javaScriptEnabled: false });
  const learner = await phone.newPage();
  await signIn(learner, "learner21", "/hours");
  await learner.getByRole("link", { name: "申诉" }).click();
  await learner.getByLabel("为什么应该算").fill("停电");
  await learner.getByRole("button", { name: "交申诉" }).click();
  await expect(learner.locator(".field-error", { hasText: "请写明理由，至少四个字。" })).toBeVisible();
  await expect(learner.getByLabel("为什么应该算")).toHaveValue("停电");
  await learner.getByLabel("为什么应该算").fill("路上没有网络，看的是缓存的视频");
  await learner.getByRole("button", { name: "交申诉" }).click();
  await expect(learner.getByText("等初审").first()).toBeVisible();

  const one = await official(browser, "city01", "/appeals");
  const found = [...(await unfit(one))];
  await one.locator(".table a").first().click();
  found.push(...(await unfit(one)));
  // To count it, a ground is needed; what was typed stays.
  await one.getByLabel("认定这段时间").check();
  await one.getByLabel("理由").fill("按原始记录没有这么多时间");
  await one.getByRole("button", { name: "交给复核" }).click();
  await expect(one.getByRole("link", { name: "建议认定时，请选择依据。" })).toHaveAttribute("href", "#ground");
  await expect(one.getByLabel("理由")).toHaveValue("按原始记录没有这么多时间");
  await one.getByLabel("不认定", { exact: true }).check();
  const appeal = new URL(one.url()).pathname.replace(/\/propose$/, "");
  await one.getByRole("button", { name: "交给复核" }).click();
  await expect(one.getByText("已交给复核。")).toBeVisible();
  await expect(one.getByRole("button", { name: "同意初审意见" })).toHaveCount(0);

  const two = await official(browser, "city02", appeal);
  found.push(...(await unfit(two)));
  await two.getByLabel("理由").fill("同意初审的意见");
  await two.getByRole("button", { name: "同意初审意见" }).click();
  await expect(two.getByText("已办结，学员会看到结果和理由。")).toBeVisible();

  await learner.goto("/hours/appeals");
  await expect(learner.getByText("没有通过", { exact: true }).first()).toBeVisible();
  await expect(learner.getByText("按原始记录没有这么多时间")).toBeVisible();

  const auditor = await official(browser, "auditor01", "/audit?what=appeal.confirm");
  await auditor.locator(".table a").first().click();
  await auditor.getByText("检查点、原文和哈希").click();
  found.push(...(await unfit(auditor)));
  expect(found).toEqual([]);
  // The second opinion agrees with all of it.
  expect(await xueshi("verify")).toContain("OK");
});
