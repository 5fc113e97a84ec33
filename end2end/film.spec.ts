// A film goes up over a bad line: cut, reloaded, finished on another machine; then it is looked at and says how it stands.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { expect, test, type Page } from "@playwright/test";

import { DESK, complaints, device, signIn } from "./city";

const FILMS = join(__dirname, "../server/tests/films");
const folder = mkdtempSync(join(tmpdir(), "xueshi-film-"));
const path = join(folder, "安全第一课.mp4");
const MIB = 1024 * 1024;

test.beforeAll(() => {
  // A film of a few slices: players pass over what is free at its end.
  const free = Buffer.alloc(30 * MIB);
  free.writeUInt32BE(free.length);
  free.write("free", 4);
  writeFileSync(path, Buffer.concat([readFileSync(join(FILMS, "h264-faststart.mp4")), free]));
});
test.afterAll(() => rmSync(folder, { recursive: true }));

/** Slices leave a while later; where each begins. */
async function slowly(page: Page): Promise<number[]> {
  const offsets: number[] = [];
  await page.route("**/films/uploads/*", async (route) => {
    if (route.request().method() === "PATCH") {
      offsets.push(Number(route.request().headers()["upload-offset"]));
      await new Promise((resolve) => setTimeout(resolve, 1000));
    }
    await route.continue().catch(() => {});
  });
  return offsets;
}

const how = (page: Page) => page.locator("[data-uploads] [data-how]");
const done = async (page: Page) => Number(/(\d+)%/.exec(await how(page).innerText())?.[1] ?? 0);

test("a film that is cut off goes on, after a reload and on another machine", async ({ browser }) => {
  const context = await device(browser, DESK);
  const page = await context.newPage();
  const said = complaints(page);

  await test.step("the line goes down and comes back: it goes on by itself", async () => {
    await signIn(page, "teacher01", "/films");
    await expect(page.locator("main")).toContainText("还没有视频");
    const offsets = await slowly(page);
    await page.getByLabel("选择视频文件").setInputFiles(path);
    await expect.poll(() => offsets.length).toBeGreaterThan(1);
    await context.setOffline(true);
    await expect(how(page)).toContainText("网络断了", { timeout: 20_000 });
    const there = await done(page);
    await context.setOffline(false);
    await expect.poll(() => done(page)).toBeGreaterThan(there);
    expect(offsets.filter((offset) => offset === 0)).toHaveLength(1);
  });

  await test.step("it is paused, the page is loaded anew: the same file goes on where it was", async () => {
    await page.getByRole("button", { name: "暂停" }).click();
    await expect(how(page)).toContainText("已暂停");
    await page.reload();
    await expect(page.locator("main table")).toContainText("没有传完");
    const offsets: number[] = [];
    page.on("request", (request) => request.method() === "PATCH" && offsets.push(Number(request.headers()["upload-offset"])));
    await page.getByLabel("选择视频文件").setInputFiles(path);
    await expect.poll(() => offsets.length).toBeGreaterThan(0);
    expect(offsets[0]).toBeGreaterThan(0);
    // Whoever leaves now is asked.
    const asked = page.waitForEvent("dialog");
    const reload = page.reload();
    const dialog = await asked;
    expect(dialog.type()).toBe("beforeunload");
    await dialog.accept();
    await reload;
  });

  await test.step("another machine finishes it with the same file, and with no other", async () => {
    const other = await (await device(browser, DESK)).newPage();
    await signIn(other, "teacher01", "/films");
    const goOn = async (file: string) => {
      const chooser = other.waitForEvent("filechooser");
      await other.getByRole("button", { name: "继续上传" }).click();
      await (await chooser).setFiles(file);
    };
    await goOn(join(FILMS, "no-audio.mp4"));
    await expect(other.locator("[data-uploads]")).toContainText("这不是同一个文件");
    await goOn(path);
    await expect(other.locator("main table")).toContainText("可以用", { timeout: 30_000 });
    await expect(other.locator("main table")).toContainText("6 秒");
    await expect(other.locator("main table tbody tr")).toHaveCount(1);
    await other.context().close();
  });

  await test.step("a film that phones cannot show says so, and is taken off the list", async () => {
    await page.goto("/films");
    await page.getByLabel("选择视频文件").setInputFiles(join(FILMS, "hevc-hvc1.mp4"));
    await expect(page.locator("main")).toContainText("很多手机放不了", { timeout: 30_000 });
    await page.locator("tr", { hasText: "hevc" }).getByRole("link", { name: "删除" }).click();
    await page.getByRole("button", { name: "确定删除" }).click();
    await expect(page.getByText("视频已删除")).toBeVisible();
    await expect(page.locator("main table tbody tr")).toHaveCount(1);
  });
  expect(said.filter((line) => !line.includes("ERR_INTERNET_DISCONNECTED"))).toEqual([]);
  await context.close();
});
