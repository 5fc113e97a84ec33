// What happens to honest people in real browsers: pages that do not wake, a reload in the middle of a check, a tab that dies,
// a page that the browser translates, a sign-in that ends while somebody writes, a finger that presses twice.
import { expect, test, type Page } from "@playwright/test";

import { DESK, PHONE, device, signIn, signatures, studied } from "./city";
import { answer, playsFor, position, question, start } from "./lesson";

/** Opens the first lesson of somebody who has not studied yet. */
async function lesson(page: Page, account: string) {
  await signIn(page, account, "/learn");
  await page.locator(".lessons a").first().click();
  await expect(page.locator("[data-awake='true']")).toBeVisible({ timeout: 20_000 });
}

/** What a browser's translation does to a page, now and whenever its text changes. */
async function translated(page: Page) {
  await page.evaluate(() => {
    const done = new WeakSet<Node>();
    const translate = () => {
      const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
      const texts: Text[] = [];
      while (walker.nextNode()) texts.push(walker.currentNode as Text);
      for (const text of texts) {
        const parent = text.parentElement;
        if (!parent || done.has(text) || !text.data.trim()) continue;
        if (parent.closest("font, script, style, textarea, [translate='no']")) continue;
        const [outer, inner] = [document.createElement("font"), document.createElement("font")];
        inner.textContent = text.data;
        done.add(inner.firstChild!);
        outer.append(inner);
        text.replaceWith(outer);
      }
    };
    translate();
    new MutationObserver(translate).observe(document.body, { childList: true, characterData: true, subtree: true });
  });
}

for (const [blocked, name] of [[/\/pkg\/app\.[^/]*wasm/, ".wasm"], [/\/pkg\/app\.[^/]*js/, "app.js"], [/\/pkg\/boot\./, "boot.js"]] as const) {
  test(`without ${name} a lesson plays nothing in silence and says what to do`, async ({ browser }) => {
    const page = await (await device(browser, PHONE)).newPage();
    await signIn(page, "learner08", "/learn");
    await page.route(blocked, (route) => route.abort());
    await page.locator(".lessons a").first().click();
    const video = page.locator("video");
    await expect(video).toBeAttached();
    expect(await video.evaluate((video: HTMLVideoElement) => video.controls)).toBe(false);
    await expect(page.locator("[data-play]")).toBeHidden();
    await expect(page.getByText("这一页没有完全打开")).toBeHidden();
    await expect(page.getByText("这一页没有完全打开")).toBeVisible({ timeout: 12_000 });
    // What it says to do helps, once the network is better.
    await page.unroute(blocked);
    await page.getByRole("link", { name: "重新打开" }).click();
    await start(page);
    await expect(page.getByText("这一页没有完全打开")).toBeHidden();
    expect(await video.evaluate((video: HTMLVideoElement) => video.controls)).toBe(true);
    // Whoever comes next with this account is not told that somebody studies elsewhere.
    await page.context().close();
  });
}

test("a document that does not wake says so as well", async ({ browser }) => {
  const page = await (await device(browser, DESK, { reducedMotion: "reduce" })).newPage();
  await signIn(page, "learner08", "/learn");
  await page.route(/\/pkg\/app\.[^/]*wasm/, (route) => route.abort());
  await page.locator(".lessons a", { hasText: /文档|图文|测/ }).or(page.locator(".lessons a").last()).first().click();
  await expect(page.locator(".reading").first()).toBeVisible();
  await expect(page.locator("[data-play]")).toBeHidden();
  await expect(page.getByText("这一页没有完全打开")).toBeVisible({ timeout: 12_000 });
});

test("a reload during a check brings the dialog at once, with the time that is left", async ({ browser }) => {
  const page = await (await device(browser, PHONE)).newPage();
  await lesson(page, "learner09");
  await start(page);
  const { prompt } = await question(page);
  const before = await studied(page.request);
  await page.waitForTimeout(3_000);
  await page.reload();
  const dialog = page.getByRole("dialog");
  await expect(dialog.locator(".check-question:visible")).toHaveText(prompt, { timeout: 20_000 });
  await expect(dialog.getByRole("timer")).toHaveText(/^[0-2]:[0-5]\d$/);
  await expect(dialog.getByRole("timer")).not.toHaveText("0:00");
  await answer(page);
  await dialog.getByRole("button", { name: "继续学习" }).click();
  await expect(page.locator(".recording")).toHaveAttribute("data-state", "on", { timeout: 20_000 });
  const after = await studied(page.request);
  expect(after.verified).toBeGreaterThan(0);
  expect(after.counted).toBeGreaterThanOrEqual(before.counted);
  // The chain of beats that her phone signs goes on over the reload.
  expect(await signatures(page.request)).toEqual(["signed"]);
});

test("a tab that dies is opened again where it stood, to the second", async ({ browser }) => {
  const context = await device(browser, PHONE);
  const page = await context.newPage();
  await lesson(page, "learner17");
  await start(page);
  await playsFor(page, 9);
  const stood = await position(page);
  const address = page.url();
  const dies = page.waitForEvent("crash");
  await page.goto("chrome://crash").catch(() => undefined);
  await dies;
  const again = await context.newPage();
  await again.goto(address);
  await expect(again.locator("[data-awake='true']")).toBeVisible({ timeout: 20_000 });
  await expect.poll(() => position(again), { timeout: 5_000 }).toBeGreaterThan(stood - 2);
  expect(await position(again)).toBeLessThan(stood + 3);
  // What the dead tab had sent is in the chain that her phone signs.
  await start(again);
  await answer(again);
  expect(await signatures(again.request)).toEqual(["signed"]);
  // Whoever looks at the class next sees nobody of ours study.
  await context.close();
});

test("in a page that the browser translates a check is answered rightly", async ({ browser }) => {
  const page = await (await device(browser, PHONE)).newPage();
  await lesson(page, "learner11");
  await translated(page);
  await start(page);
  const dialog = page.getByRole("dialog");
  for (let round = 0; round < 2; round += 1) {
    await question(page);
    await expect(dialog.getByRole("timer")).not.toHaveText("0:00");
    await answer(page);
    await dialog.getByRole("button", { name: "继续学习" }).click();
    await expect(page.locator(".recording")).toHaveAttribute("data-state", "on", { timeout: 20_000 });
    await expect(page.locator(".recording")).toContainText("正在记录学习时间");
  }
});

test("a sign-in that ends while somebody writes costs a password and no word", async ({ browser }) => {
  const context = await device(browser, DESK, { javaScriptEnabled: false });
  const page = await context.newPage();
  await signIn(page, "city02", "/exports");
  const reason = "核对 11 月的台账，\n二审要用。<b>&";
  await page.getByLabel("用途").fill(reason);
  await page.getByText("CSV（导入其他系统）").click();
  await context.clearCookies();
  await page.getByRole("button", { name: "生成台账" }).click();
  await expect(page.getByText("没有保存：登录已经过期")).toBeVisible();
  await page.getByLabel("账号").fill("city02");
  await page.getByLabel("密码").fill("xueshi-demo-2026");
  await page.getByRole("button", { name: "登录" }).click();
  await expect(page.getByText("您刚才填的内容还在")).toBeVisible();
  await expect(page.getByLabel("用途")).toHaveValue(reason);
  await expect(page.getByRole("radio", { name: /CSV（导入其他系统）/ })).toBeChecked();
  await page.getByRole("button", { name: "生成台账" }).click();
  await expect(page.getByText("已开始生成台账")).toBeVisible();
});

test("a finger that presses twice asks for one thing", async ({ browser }) => {
  const page = await (await device(browser, DESK)).newPage();
  await signIn(page, "city02", "/exports");
  const rows = await page.locator("main table tbody tr").count();
  await page.getByLabel("用途").fill("按了两次");
  await page.getByRole("button", { name: "生成台账" }).dblclick();
  await expect(page.getByText("已开始生成台账")).toBeVisible();
  await page.goto("/exports");
  await expect(page.locator("main table tbody tr")).toHaveCount(rows + 1);
});
