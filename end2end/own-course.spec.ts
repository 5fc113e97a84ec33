// An institution makes a course with a film of its own: written, asked about by a workbook, returned, mended, published, taught.
import { readFileSync } from "node:fs";
import { join } from "node:path";

import { expect, test, type Page } from "@playwright/test";

import { DESK, PHONE, complaints, device, signIn } from "./city";
import { flaws } from "./fit";

const FILM = join(__dirname, "../server/tests/films/h264-faststart.mp4");

/** A workbook with as many questions as a lesson needs, as text. */
function workbook(count: number, at: (n: number) => string): Buffer {
  const lines = [...Array(count).keys()].map((n) => `${at(n)},发面第 ${n + 1} 问？,发到两倍大,十分钟,看大小不看钟。`);
  return Buffer.from(`出题时刻,题目,正确答案,错误答案1,讲解\n${lines.join("\n")}\n`);
}

async function press(page: Page, name: string) {
  await page.getByRole("button", { name, exact: true }).first().click();
}

test("a course is made, returned, mended and published, and its film plays", async ({ browser }) => {
  test.setTimeout(180_000);
  const school = await (await device(browser, DESK)).newPage();
  const said = complaints(school);
  let course = "";

  await test.step("a film is uploaded and looked at", async () => {
    await signIn(school, "school01", "/films");
    await school.getByLabel("选择视频文件").setInputFiles({ name: "发面.mp4", mimeType: "video/mp4", buffer: readFileSync(FILM) });
    await expect(school.locator("main table").getByRole("row", { name: "发面" })).toContainText("可以用", { timeout: 60_000 });
  });

  await test.step("what is wrong is said beside its field, what was typed stays", async () => {
    await school.goto("/own-courses");
    await school.getByRole("link", { name: "做一门新课" }).click();
    await school.getByLabel("课程名称").fill("家常面点制作");
    await press(school, "保存，去加课");
    await expect(school.locator("main")).toContainText("请选择工种和等级");
    await expect(school.getByLabel("课程名称")).toHaveValue("家常面点制作");
    expect(await flaws(school)).toEqual([]);
    await school.getByLabel("工种和等级").selectOption({ index: 1 });
    await school.getByLabel("课程介绍").fill("从和面到出锅，学会五种家常面点。");
    await school.getByLabel("学完能做什么").fill("会和三种面团\n会做包子、馒头、花卷");
    await press(school, "保存，去加课");
    course = new URL(school.url()).pathname;
  });

  await test.step("a film lesson, and one to read, page by page", async () => {
    await school.getByRole("link", { name: "加一课视频" }).click();
    await school.getByLabel("这一课叫什么").fill("发面");
    await school.getByLabel("这一课讲什么").fill("看师傅发一次面。");
    await school.getByLabel("视频", { exact: true }).selectOption({ index: 1 });
    await press(school, "保存");
    await school.getByRole("link", { name: "加一课图文" }).click();
    await school.getByLabel("这一课叫什么").fill("三种面团");
    await school.getByLabel("这一课讲什么").fill("死面、发面、烫面各做什么。");
    await school.getByLabel("标题").fill("发面");
    await school.getByLabel("要多久").fill("0:30");
    await school.getByLabel("内容").fill("发面用温水。\n\n- 夏天用凉水\n- 冬天用 35 度的温水");
    await press(school, "再加一页");
    const second = school.getByRole("group", { name: "第 2 页" });
    await second.getByLabel("标题").fill("烫面");
    await press(school, "保存");
    await expect(second).toContainText("请填这一页要看多久");
    expect(await flaws(school)).toEqual([]);
    await second.getByLabel("要多久").fill("0:20");
    await second.getByLabel("内容").fill("烫面用开水，边倒边搅。");
    await press(school, "保存");
    await expect(school.locator("main")).toContainText("还差这些才能提交");
    expect(await flaws(school)).toEqual([]);
  });

  await test.step("questions by a workbook; each fault is named at its cell", async () => {
    for (const [n, at] of [[0, (n: number) => `0:0${n % 5}`], [1, (n: number) => `0:${10 + n}`]] as const) {
      await school.goto(course);
      await school.getByRole("link", { name: "出题" }).nth(n).click();
      await school.getByRole("link", { name: "传表格" }).click();
      if (n === 0) {
        await school.getByLabel("表格").setInputFiles({ name: "题.csv", mimeType: "text/csv", buffer: workbook(2, () => "9:00") });
        await press(school, "传上来");
        await expect(school.getByRole("row", { name: "第 2 行" })).toContainText("这一课没有这么长");
        expect(await flaws(school)).toEqual([]);
      }
      await school.getByLabel("表格").setInputFiles({ name: "题.csv", mimeType: "text/csv", buffer: workbook(12, at) });
      await press(school, "传上来");
      await expect(school.locator("main")).toContainText("收下了 12 道题");
      expect(await flaws(school)).toEqual([]);
    }
    await school.goto(course);
    // The order is the author's.
    await press(school, "下移");
    await expect(school.locator(".lesson-title").first()).toHaveText("三种面团");
    await school.getByRole("link", { name: "核对并提交审核" }).click();
    expect(await flaws(school)).toEqual([]);
    await press(school, "提交审核");
    await expect(school.locator("main")).toContainText("审核期间不能改");
  });

  await test.step("the bureau watches the film, returns the course with a reason, and publishes it mended", async () => {
    const bureau = await (await device(browser, DESK)).newPage();
    await signIn(bureau, "city01", "/course-reviews");
    await bureau.getByRole("link", { name: "家常面点制作" }).click();
    const film = bureau.locator("video");
    await film.evaluate((video: HTMLVideoElement) => { video.muted = true; return video.play(); });
    await expect.poll(() => film.evaluate((video: HTMLVideoElement) => video.currentTime)).toBeGreaterThan(0);
    expect(await flaws(bureau)).toEqual([]);
    const review = bureau.url();
    await bureau.getByRole("textbox", { name: "课程介绍" }).fill("没有写要带什么工具");
    await press(bureau, "退回");
    await expect(bureau.locator("main")).toContainText("已退回");
    await school.goto(course);
    await expect(school.locator("main")).toContainText("没有写要带什么工具");
    await school.getByRole("link", { name: "改介绍" }).click();
    await school.getByLabel("课程介绍").fill("从和面到出锅，学会五种家常面点。自带围裙。");
    await press(school, "保存");
    await school.getByRole("link", { name: "核对并提交审核" }).click();
    await press(school, "提交审核");
    await bureau.goto(review);
    await expect(bureau.getByRole("heading", { name: "退回以后改了什么" }).locator("..")).toContainText("自带围裙");
    await press(bureau, "审核通过");
    await expect(bureau.locator("main")).toContainText("已上架");
  });

  await test.step("everybody finds it, and a new version begins with all of it", async () => {
    const phone = await (await device(browser, PHONE)).newPage();
    await phone.goto("/courses?q=家常面点");
    await phone.getByRole("link", { name: "家常面点制作" }).click();
    await expect(phone.locator("main")).toContainText("会做包子、馒头、花卷");
    expect(await flaws(phone)).toEqual([]);
    await school.goto(course);
    await press(school, "做新版本");
    await expect(school.locator("main")).toContainText("新版本开始了");
    await expect(school.locator(".lesson-title")).toHaveText(["三种面团", "发面"]);
  });

  // What is wrong comes back as a page that says so.
  expect(said.filter((line) => !line.includes("422"))).toEqual([]);
});
