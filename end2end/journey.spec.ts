import { readFile } from "node:fs/promises";

import { expect, test, type Browser, type Page } from "@playwright/test";

import { answer, playsFor, position, start } from "./lesson";
import { DESK, PHONE, complaints, device, signIn, studied, xueshi } from "./city";
import { columnOf, workbook } from "./workbook";

const LEARNER = "田桂香";
const OFFLINE_SECONDS = 20;

test("from a lesson watched on a phone to a verified hour in the bureau's file", async ({ browser }) => {
  test.setTimeout(240_000);
  const learner = await (await device(browser, PHONE)).newPage();
  const teacher = await (await device(browser, DESK)).newPage();
  const said = complaints(learner);

  await test.step("she signs in, searches for 养殖, and enrols", async () => {
    await signIn(learner, "learner01");
    await learner.goto("/courses");
    await learner.getByRole("searchbox", { name: "搜索课程" }).fill("养殖");
    await learner.getByRole("button", { name: "搜索" }).click();
    await learner.getByRole("link", { name: "大闸蟹养殖入门" }).click();
    await expect(learner.getByRole("heading", { level: 1, name: "大闸蟹养殖入门" })).toBeVisible();
    await learner.getByRole("button", { name: "免费报名" }).first().click();
    await expect(learner.getByText("报名成功")).toBeVisible();
  });

  await test.step("her teacher has the class open", async () => {
    await signIn(teacher, "teacher01", "/classes");
    await teacher.getByRole("link", { name: /大闸蟹养殖入门/ }).first().click();
    await expect(row(teacher)).toBeVisible();
    // A reload would forget this.
    await teacher.evaluate(() => Object.assign(window, { opened: "once" }));
  });

  await test.step("she opens the lesson and it plays", async () => {
    await learner.goto("/learn");
    await learner.locator(".lessons").getByRole("link", { name: /第一课/ }).first().click();
    await start(learner);
    await playsFor(learner, 4);
    await expect(row(teacher)).toContainText("正在学习");
    await expect(teacher.locator(".key-figure", { hasText: "正在学习" })).toContainText("1");
  });

  await test.step("the network is gone for 20 seconds, and not one of them is lost", async () => {
    const before = await studied(learner.request);
    const from = await position(learner);
    await learner.context().setOffline(true);
    await playsFor(learner, OFFLINE_SECONDS);
    await expect(learner.getByText(/网络断了.学习仍在记录/)).toBeVisible();
    const to = await position(learner);
    await learner.context().setOffline(false);
    const enough = before.counted + (to - from) * 1000;
    await expect.poll(async () => (await studied(learner.request)).counted, { timeout: 20_000 }).toBeGreaterThan(enough - 2_000);
  });

  await test.step("a question comes, the teacher sees it open, and she answers", async () => {
    await expect(learner.getByRole("dialog")).toBeVisible({ timeout: 60_000 });
    await expect(row(teacher)).toContainText("抽查待答", { timeout: 20_000 });
    await answer(learner);
    await expect(learner.getByText("已认定").filter({ visible: true }).first()).toBeVisible();
    await expect(row(teacher)).toContainText(/已认定(0\.[1-9]|[1-9])/, { timeout: 20_000 });
  });

  await test.step("her hours say so in words", async () => {
    const { verified } = await studied(learner.request);
    expect(verified).toBeGreaterThan(OFFLINE_SECONDS * 1000);
    await learner.goto("/hours");
    await expect(learner.locator(".day-line", { hasText: "把池塘准备好" }).getByText("已认定")).toBeVisible();
    expect(await teacher.evaluate(() => (window as { opened?: string }).opened)).toBe("once");
  });

  await test.step("the bureau's file and the ledger hold the same sum", async () => {
    const { rows, frozen } = await exported(browser);
    const verified = columnOf(rows, "线上认定秒数").map((cell) => Math.round(Number(cell) * 1000));
    expect(frozen).toBe(true);
    expect(columnOf(rows, "姓名")).toContain(LEARNER);
    // Her phone has signed all of it, what was studied without the network too.
    const hers = columnOf(rows, "姓名").indexOf(LEARNER);
    expect(columnOf(rows, "其中设备签名秒数")[hers]).toBe(columnOf(rows, "线上认定秒数")[hers]);
    const recomputed = await xueshi("verify");
    expect(recomputed).toMatch(/^OK$/m);
    const ledger = Number(recomputed.match(/^verified .*\((\d+) ms\)$/m)?.[1]);
    expect(ledger).toBeGreaterThan(0);
    expect(verified.reduce((sum, ms) => sum + ms, 0)).toBe(ledger);
  });

  await test.step("she has a learning record issued, and an employer learns from the file that it is genuine", async () => {
    await learner.goto("/hours");
    await learner.locator("a[href^='/hours/statement/']").first().click();
    await learner.getByRole("button", { name: "开具学习记录" }).click();
    const download = learner.waitForEvent("download");
    await learner.getByRole("link", { name: "下载", exact: true }).click();
    const file = await (await download).path();
    const employer = await (await device(browser, DESK)).newPage();
    await employer.goto("/verify");
    await employer.getByLabel("学习记录、结业证明或学时证明的文件").setInputFiles({ name: "学习记录.pdf", mimeType: "application/pdf", buffer: await readFile(file) });
    await employer.getByRole("button", { name: "查验" }).click();
    await expect(employer.getByText("文件和开出来的时候一样，没有改过。")).toBeVisible();
    await expect(employer.getByText(LEARNER)).toHaveCount(0);
  });

  // The browser itself reports the requests that failed while there was no network.
  expect(said.filter((line) => !line.includes("ERR_INTERNET_DISCONNECTED"))).toEqual([]);
});

/** The learner's row on the class page. */
function row(teacher: Page) {
  return teacher.locator("tr", { hasText: LEARNER });
}

/** The second reviewer of the city asks for the book of all classes and opens the file. */
async function exported(browser: Browser) {
  const reviewer = await (await device(browser, DESK)).newPage();
  await signIn(reviewer, "city02", "/exports");
  await reviewer.getByLabel("用途").fill("核对本月台账");
  await reviewer.getByRole("button", { name: "生成台账" }).click();
  const file = reviewer.getByRole("link", { name: "下载台账" });
  await expect(file).toBeVisible({ timeout: 30_000 });
  const download = reviewer.waitForEvent("download");
  await file.click();
  const chunks: Buffer[] = [];
  for await (const chunk of await (await download).createReadStream()) chunks.push(chunk as Buffer);
  const { sheets, frozen } = workbook(Buffer.concat(chunks));
  return { rows: sheets.get("台账")!, frozen: frozen.has("台账") };
}
