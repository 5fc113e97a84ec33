// From an empty database to a paid subsidy, in browsers only: no demo data, a server of its own, and everybody at a device of
// their own. Days go by when the rules say to wait.
import { readFileSync } from "node:fs";
import { join } from "node:path";

import { expect, test, type Page } from "@playwright/test";

import { PHONE, complaints, followed } from "./city";
import { passesTest, studiesAll } from "./lesson";
import { bankAnswers, givesAccount, makesBatch, sentLines } from "./money";
import { OwnSite } from "./own-site";
import { OWN_PASSWORD, accepts, type Somebody } from "./people";

// In a real city nobody is made up: numbers of the usual form, of nobody we know.
const FIRST = { name: "赵建国", document: "370505197403050112", phone: "13805462301", county: "垦利区" };
const SECOND = { name: "钱玉芬", document: "370505198108170124", phone: "13805462302", county: "垦利区" };
const COUNTY = { name: "孙海燕", document: "370505197909210144", phone: "13805462303", county: "垦利区" };
const SCHOOL = { name: "李志强", document: "370505198806120175", phone: "13805462304", county: "垦利区" };
const CITY_FIRST = { name: "吕晓东", document: "370505198004160132", phone: "13805462306", county: "垦利区" };
const CITY_SECOND = { name: "何静", document: "370505198310090144", phone: "13805462307", county: "垦利区" };
const FINANCE = { name: "蒋文博", document: "370505197712250150", phone: "13805462308", county: "垦利区" };
const CONTROL = { name: "沈秋月", document: "370505198205140162", phone: "13805462309", county: "垦利区" };
const TEACHER = { name: "周春梅", document: "370505198503120186", phone: "13805462305", county: "垦利区" };
const LEARNERS = [
  { name: "吴桂兰", document: "370505197206150122", phone: "13805462311", county: "垦利区" },
  { name: "郑国强", document: "370505196909280113", phone: "13805462312", county: "垦利区" },
  { name: "冯秀英", document: "37050519751103016X", phone: "13805462313", county: "垦利区" },
];

const CARDS = ["6222021001112223331", "6222021001112223349", "6222021001112223356"];

const FILM = join(__dirname, "../server/tests/films/h264-faststart.mp4");

const PAPER = Buffer.from("%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF");

test.use({ actionTimeout: 15_000 });

let site: OwnSite;
let link = "";

test.beforeAll(async () => {
  [site, link] = await OwnSite.begins("示范市人力资源和社会保障局", FIRST);
});

test.afterAll(() => site.ends());

async function press(page: Page, name: string) {
  await page.getByRole("button", { name, exact: true }).first().click();
}

/** Makes the commitment and sends the form. */
async function commits(page: Page, name: string) {
  await page.getByLabel(/我代表本单位承诺/).check();
  await press(page, name);
}

/** Opens the first thing of those that wait under this name. */
async function takesUp(page: Page, task: RegExp) {
  await site.opens(page, "/tasks");
  await page.getByRole("link", { name: task }).click();
  await page.locator("main table a").first().click();
}

/** Pastes a roster into a class. */
async function pastes(page: Page, here: string, rows: (string | undefined)[][]) {
  await page.goto(`${here}/roster`);
  await page.getByText("没有文件？从 Excel 复制粘贴").click();
  await page.getByLabel("连表头一起粘贴").fill([["姓名", "身份证号码", "联系电话"], ...rows].map((row) => row.join("\t")).join("\n"));
  await press(page, "导入");
}

/** A workbook of questions for a lesson. */
function questions(lesson: number, count: number, at: (n: number) => string): Buffer {
  const prompts = [...Array(count).keys()].map((n) => `第 ${lesson + 1} 课第 ${n + 1} 问？`);
  prompts.forEach((prompt) => followed(prompt, "先告诉老人"));
  const lines = prompts.map((prompt, n) => `${at(n)},${prompt},先告诉老人,直接动手,老人心里有数才不慌。`);
  return Buffer.from(`出题时刻,题目,正确答案,错误答案1,讲解\n${lines.join("\n")}\n`);
}

/** Invites somebody into a post of the bureau; answers the link. */
async function invites(page: Page, who: Somebody, post: string, region = ""): Promise<string> {
  await page.goto("/people/invite");
  await page.getByLabel("姓名").fill(who.name);
  await page.getByLabel("岗位").selectOption({ label: post });
  const bureau = page.getByLabel("单位", { exact: true });
  await bureau.selectOption({ index: (await bureau.locator("option").count()) - 1 });
  if (region) await page.getByLabel(/负责的地区/).selectOption({ label: region });
  await page.getByRole("button", { name: "生成邀请链接" }).click();
  return page.locator("#link").innerText();
}

test("from an empty database to a paid subsidy that an auditor can prove", async ({ browser }) => {
  test.setTimeout(480_000);
  const [first, second, county, cityFirst, citySecond, finance, control, school] = (await Promise.all(
    [FIRST, SECOND, COUNTY, CITY_FIRST, CITY_SECOND, FINANCE, CONTROL].map((who) => site.comes(browser, who)).concat(site.comes(browser, SCHOOL, PHONE)),
  )) as [Page, Page, Page, Page, Page, Page, Page, Page];
  const said = [first, second, county, cityFirst, citySecond, finance, control, school].map(complaints);
  const links: string[] = [];
  const phones: Page[] = [];
  let teacher: Page;
  let here = "";

  await test.step("the first officer comes in by the link, and it opens for nobody else", async () => {
    await second.goto(link);
    await expect(second.getByText(`这个邀请是给“${FIRST.name}”的`)).toBeVisible();
    await accepts(first, link);
    await first.goto("/people");
    await expect(first.getByRole("heading", { level: 1 })).toBeVisible();
  });

  await test.step("two people stand behind everybody who decides", async () => {
    await accepts(second, await invites(first, SECOND, "系统管理员"));
    await accepts(county, await invites(first, COUNTY, "县区审核", "垦利区"));
    expect((await county.goto("/institutions"))!.status()).toBe(404);
    for (const [page, who, post] of [[cityFirst, CITY_FIRST, "市局初审"], [citySecond, CITY_SECOND, "市局复核"], [finance, FINANCE, "资金拨付"], [control, CONTROL, "内控监督"]] as const) {
      await accepts(page, await invites(first, who, post));
    }
    await second.goto("/people?show=waiting");
    const waiting = second.locator("main table a");
    while ((await waiting.count()) > 0) {
      await waiting.first().click();
      await second.getByRole("button", { name: /确认/ }).click();
      await second.goto("/people?show=waiting");
    }
  });

  await test.step("the bureau records its fund and its standard", async () => {
    await cityFirst.goto("/standards/funds");
    await cityFirst.getByLabel("编码").fill("JYBZ-1");
    await cityFirst.getByLabel("名称").fill("就业补助资金");
    await cityFirst.getByLabel("年度").fill(site.today().slice(0, 4));
    await cityFirst.getByLabel("预算（元）").fill("100000");
    await press(cityFirst, "登记资金渠道");
    await cityFirst.goto("/standards/new");
    await cityFirst.locator("[name=pay][value=per_person]").check();
    await cityFirst.getByLabel("标准（元）").fill("800");
    await cityFirst.getByLabel("文号").fill("示范人社〔2026〕8号");
    await cityFirst.getByLabel("从哪天起").fill("20260101");
    await press(cityFirst, "登记标准");
    await expect(cityFirst.locator("main")).toContainText("示范人社〔2026〕8号");
  });

  await test.step("the county registers a school and files it for a trade", async () => {
    await county.goto("/institutions");
    await county.getByRole("link", { name: "登记机构" }).first().click();
    await county.getByLabel("机构全称").fill("示范市潮声职业培训学校");
    await county.locator("input[name=kind][value=institution]").check();
    await county.getByLabel("统一社会信用代码").fill("91350100M000100Y43");
    await county.getByLabel("联系电话").fill("0546-1234568");
    await county.getByRole("button", { name: "登记" }).click();
    await expect(county.getByText("已登记。下一步：登记备案")).toBeVisible();
    await county.getByRole("link", { name: "登记备案" }).first().click();
    await county.getByLabel("工种", { exact: true }).fill("养老护理");
    await county.getByLabel("备案文号").fill("示范培备〔2026〕1号");
    await county.getByLabel("从哪天起").fill("20260101");
    await county.getByRole("button", { name: "登记备案" }).click();
    // The level was forgotten: it is said beside it, and nothing typed is lost.
    await expect(county.locator(".field-error", { hasText: "请选择等级" })).toBeVisible();
    await expect(county.getByLabel("备案文号")).toHaveValue("示范培备〔2026〕1号");
    await county.locator("input[name=level]").nth(1).check();
    await county.getByRole("button", { name: "登记备案" }).click();
    await expect(county.getByText("备案已登记")).toBeVisible();
    await expect(county.locator("main")).toContainText("养老护理员");
  });

  await test.step("whoever runs the school comes in and sees what it may teach", async () => {
    await county.getByRole("link", { name: "邀请机构负责人" }).click();
    await county.getByLabel("姓名").fill(SCHOOL.name);
    await county.getByRole("button", { name: "生成邀请链接" }).click();
    await accepts(school, await county.locator("#link").innerText());
    await school.goto("/institution");
    await expect(school.locator("main")).toContainText("养老护理员");
    expect((await school.goto("/institutions"))!.status()).toBe(404);
  });

  await test.step("a film is uploaded, and a course made with it", async () => {
    await school.goto("/films");
    await school.getByLabel("选择视频文件").setInputFiles({ name: "翻身.mp4", mimeType: "video/mp4", buffer: readFileSync(FILM) });
    await expect(school.locator("main")).toContainText("可以用", { timeout: 60_000 });
    await school.goto("/own-courses/new");
    await school.getByLabel("课程名称").fill("卧床老人照护");
    await school.getByLabel("工种和等级").selectOption({ index: 1 });
    await school.getByLabel("课程介绍").fill("从翻身到喂饭，学会照护卧床老人。");
    await school.getByLabel("学完能做什么").fill("会给老人翻身\n会喂饭喂水");
    await press(school, "保存，去加课");
    const course = new URL(school.url()).pathname;
    await school.getByRole("link", { name: "加一课视频" }).click();
    await school.getByLabel("这一课叫什么").fill("翻身");
    await school.getByLabel("这一课讲什么").fill("看护理员怎么给老人翻身。");
    await school.getByLabel("视频", { exact: true }).selectOption({ index: 1 });
    await press(school, "保存");
    await school.getByRole("link", { name: "加一课图文" }).click();
    await school.getByLabel("这一课叫什么").fill("喂饭");
    await school.getByLabel("这一课讲什么").fill("喂饭以前、喂饭的时候、喂饭以后。");
    await school.getByLabel("标题").fill("喂饭以前");
    await school.getByLabel("要多久").fill("1:00");
    await school.getByLabel("内容").fill("先把床头摇高。\n\n- 洗手\n- 试温度");
    await press(school, "保存");
    for (const [n, count, at] of [[0, 12, (k: number) => `0:0${k % 5}`], [1, 14, (k: number) => `0:${10 + k}`]] as const) {
      await school.goto(course);
      await school.getByRole("link", { name: "出题" }).nth(n).click();
      await school.getByRole("link", { name: "传表格" }).click();
      await school.getByLabel("表格").setInputFiles({ name: "题.csv", mimeType: "text/csv", buffer: questions(n, count, at) });
      await press(school, "传上来");
      await expect(school.locator("main")).toContainText(`收下了 ${count} 道题`);
    }
    await school.goto(course);
    await school.getByRole("link", { name: "核对并提交审核" }).click();
    await press(school, "提交审核");
    await expect(school.locator("main")).toContainText("审核期间不能改");
    await county.goto("/course-reviews");
    await county.getByRole("link", { name: "卧床老人照护" }).click();
    await press(county, "审核通过");
    await expect(county.locator("main")).toContainText("已上架");
  });

  await test.step("the school applies for a class, the county returns it once and approves it; it has a final test", async () => {
    teacher = await site.comes(browser, TEACHER);
    await accepts(teacher, await invites(school, TEACHER, "老师"));
    await school.goto("/applications");
    await school.getByRole("link", { name: "申请开班" }).click();
    await school.getByLabel("课程", { exact: true }).selectOption({ index: 1 });
    await school.getByLabel("班级名称").fill("第一期");
    await school.getByLabel("开班日期").fill(site.today());
    await school.getByLabel("结束日期").fill(site.today());
    await school.getByLabel("名额").fill("20");
    await school.getByLabel("培训地点").fill("线上");
    await school.getByLabel("老师").selectOption({ label: TEACHER.name });
    await school.getByLabel("考核方式").fill("学完后在线考试，60 分合格");
    await school.getByLabel("教学计划").setInputFiles({ name: "教学计划.pdf", mimeType: "application/pdf", buffer: PAPER });
    await press(school, "下一步：核对并提交");
    await commits(school, "承诺并提交");
    await takesUp(county, /待您审核的开班申请/);
    const review = county.url();
    await county.getByText("在对应的项里写").click();
    await county.locator("[name=why-place]").fill("请写明谁值守");
    await press(county, "退回");
    await school.goto("/tasks");
    await school.getByRole("link", { name: /退回来要改的开班申请/ }).click();
    await school.getByRole("link", { name: "第一期" }).click();
    await school.getByLabel("培训地点").fill("线上，老师晚上七点到九点值守");
    await press(school, "下一步：核对并提交");
    await commits(school, "承诺并提交");
    await county.goto(review);
    await press(county, "同意开班");
    await expect(county.getByText(/班级 .* 开好了/)).toBeVisible();
    await school.goto("/classes");
    await school.locator("main table a").first().click();
    here = new URL(school.url()).pathname;
    await school.goto(`${here}/exam`);
    await press(school, "加上结业考试");
  });

  await test.step("its roster has three faults; mended, each row is an invitation", async () => {
    const rows = LEARNERS.map(({ name, document, phone }) => [name, document, phone]);
    const wrong = rows.map(([name, document, phone], n) => [n === 1 ? "" : name, n === 0 ? document!.slice(0, 17) : document, n === 2 ? "138" : phone]);
    await pastes(school, here, wrong);
    for (const fault of ["身份证号应是 18 位，这里是 17 位", "没有填姓名", "手机号应是 11 位，这里是 3 位"]) {
      await expect(school.locator("main")).toContainText(fault);
    }
    await pastes(school, here, rows);
    await school.goto(`${here}/roster/links`);
    const sheet = await school.locator("main").innerText();
    links.push(...sheet.match(/\/join\/[\w-]+/g)!);
    expect(links).toHaveLength(LEARNERS.length);
  });

  await test.step("two of them follow their links, register, study and sit the test, each on a phone", async () => {
    await Promise.all(LEARNERS.slice(0, 2).map(async (who, n) => {
      const page = await site.stranger(browser, PHONE);
      said.push(complaints(page));
      phones[n] = page;
      await page.goto(links[n]!);
      await page.locator("main").getByRole("link", { name: "注册" }).click();
      await page.waitForURL(/\/register/);
      await site.comes(browser, who, PHONE, page);
      await page.locator("[name=commitment]").check();
      await press(page, "接受邀请，进班学习");
      await expect(page.getByText("您已进班")).toBeVisible();
      await studiesAll(page);
      await passesTest(page);
    }));
  });

  await test.step("each proves what group they are of, and shows the document to the teacher", async () => {
    for (const page of phones) {
      await page.goto("/account/papers");
      await page.getByLabel("证明您是哪一类").selectOption({ label: "城镇登记失业人员" });
      await page.getByLabel("从哪天起").fill("20260901");
      await page.getByLabel("文件").setInputFiles({ name: "登记证.pdf", mimeType: "application/pdf", buffer: PAPER });
      await press(page, "交材料");
      await county.goto("/papers");
      await county.locator("main table a").first().click();
      await county.locator("[name=ready]").first().check();
      await press(county, "通过");
    }
    await teacher.goto(`${here}/documents`);
    for (let n = 0; n < phones.length; n++) await teacher.getByRole("button", { name: /已看原件/ }).first().click();
  });

  await test.step("days later the class is closed, and its institution claims the subsidy", async () => {
    await site.daysLater(15);
    await site.opens(school, `${here}/closing`);
    await school.locator("[name=confirm]").check();
    await press(school, "确认结班");
    await school.goto(`${here}/claim`);
    await commits(school, "承诺并申领");
    await expect(school.getByText("已提交。人社局先初审、再复核")).toBeVisible();
  });

  await test.step("two people review it", async () => {
    await takesUp(cityFirst, /待您初审的补贴申领/);
    await press(cityFirst, "初审通过");
    await takesUp(citySecond, /待您复核的补贴申领/);
    await press(citySecond, "复核通过");
  });

  let list = "";
  await test.step("the list is published; a stranger objects, internal control answers", async () => {
    await cityFirst.goto("/tasks");
    await cityFirst.getByRole("link", { name: /还没有公示的补贴申领/ }).click();
    await press(cityFirst, "公示");
    await expect(cityFirst.getByText("名单已经公示。")).toBeVisible();
    list = new URL(cityFirst.url()).pathname;
    const stranger = await site.stranger(browser, PHONE);
    await stranger.goto(`${list}/objection`);
    await stranger.getByLabel("哪里不对").fill("听说有人没有上过课。");
    await press(stranger, "提交异议");
    await expect(stranger.getByText("异议已经收到。")).toBeVisible();
    await takesUp(control, /等您答复的公示异议/);
    await control.getByLabel("查了什么，结果怎样").fill("调了学时记录，电话问过本人，学习属实。");
    await press(control, "不成立，照常发放");
    await stranger.reload();
    await expect(stranger.getByText("学习属实")).toBeVisible();
  });

  await test.step("it is paid: the bank fails one, who gives another account", async () => {
    await site.isWitnessed();
    await site.daysLater(16);
    for (const [n, page] of phones.entries()) {
      await site.opens(page, "/subsidy/account");
      await givesAccount(page, CARDS[n]!, OWN_PASSWORD);
    }
    await site.opens(finance, "/payments");
    await finance.locator("main a[href^='/payments/new']").first().click();
    await makesBatch(finance, 2);
    await bankAnswers(finance, (await sentLines(finance)).map((line, n) => [...line, ...(n === 0 ? ["失败", "账户已销户"] : ["成功", ""])]));
    for (const page of phones) await page.goto("/subsidy");
    const texts = await Promise.all(phones.map((page) => page.locator("main").innerText()));
    const failed = phones[texts.findIndex((text) => text.includes("账户已销户"))]!;
    await failed.goto("/subsidy/account");
    await givesAccount(failed, CARDS[2]!, OWN_PASSWORD);
    await finance.goto("/payments");
    await finance.locator("main a[href^='/payments/new']").first().click();
    await makesBatch(finance, 1);
    await bankAnswers(finance, (await sentLines(finance)).map((line) => [...line, "成功", ""]));
    for (const page of phones) {
      await page.goto("/subsidy");
      await expect(page.getByText("已发放").first()).toBeVisible();
      await expect(page.locator("main")).toContainText("800");
    }
    await site.opens(school, "/own-claims");
    await school.getByRole("link", { name: /复核通过/ }).click();
    await school.locator("main table a").first().click();
    await expect(school.locator(".key-figure", { hasText: "已发放" })).toContainText("1,600");
  });

  await test.step("one of them has a certificate of completion, and an employer checks it", async () => {
    const [phone] = phones as [Page];
    await site.opens(phone, "/hours");
    await phone.getByRole("link", { name: "结业证明" }).click();
    await press(phone, "开具结业证明");
    const download = phone.waitForEvent("download");
    await phone.locator("#completions").getByRole("link", { name: "下载", exact: true }).click();
    const employer = await site.stranger(browser, PHONE);
    await employer.goto("/verify");
    await employer.getByLabel("学习记录、结业证明或学时证明的文件").setInputFiles(await (await download).path());
    await press(employer, "查验");
    await expect(employer.getByText("文件和开出来的时候一样，没有改过。")).toBeVisible();
    await expect(employer.getByText(LEARNERS[0]!.name)).toHaveCount(0);
  });

  await test.step("an auditor recomputes everything from a copy in another folder, with what a witness saw", async () => {
    const elsewhere = `${site.folder}/auditor`;
    await site.runs("backup", `${elsewhere}.db`);
    await site.runs("restore", `${elsewhere}.db`, "--quick", "--database", `sqlite:${elsewhere}/x.db`);
    const verified = await site.runs("verify", "--database", `sqlite:${elsewhere}/x.db`, "--witness", `${site.folder}/witness.state=${site.witnessKey}`);
    expect(verified).toMatch(/^OK$/m);
    expect(verified).toContain("auditor.example/w1");
  });
  // What is refused comes back as a page that says so.
  expect(said.flat().filter((line) => !/\b(404|422)\b/.test(line))).toEqual([]);
});
