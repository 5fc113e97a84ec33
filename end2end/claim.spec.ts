// The money of a closed class: the school claims it, two people of the bureau review it, the learner sees how far it is. A city
// with eight weeks behind it, on a server of its own.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { expect, test, type Browser, type Page } from "@playwright/test";

import { DESK, PASSWORD, PHONE, complaints, device, signIn, xueshiOn } from "./city";
import { flaws } from "./fit";
import { bankAnswers, givesAccount, makesBatch, sentLines } from "./money";
import { endAll, freePort, starts } from "./server";

test.use({ actionTimeout: 15_000 });

let folder = "";
let baseURL = "";
let learner = "";
let learners: Page;
let answer: Page;

test.beforeAll(async () => {
  test.setTimeout(120_000);
  folder = await mkdtemp(join(tmpdir(), "xueshi-claim-"));
  const port = await freePort();
  baseURL = `http://127.0.0.1:${port}`;
  const env = { XUESHI_DATABASE: `sqlite:${folder}/x.db`, XUESHI_KEY_FILE: `${folder}/key`, XUESHI_EXPORTS: `${folder}/exports`, XUESHI_PROFILE: "standard" };
  await xueshiOn(env, "demo", "--once");
  await starts(`${baseURL}/healthz`, process.env.XUESHI ?? "../target/debug/xueshi", ["serve"], { ...env, XUESHI_LISTEN: `127.0.0.1:${port}` });
});

test.afterAll(async () => {
  await endAll();
  await rm(folder, { recursive: true, force: true });
});

async function signedIn(browser: Browser, who: string, next: string, viewport = DESK): Promise<Page> {
  const page = await (await device(browser, viewport, { baseURL })).newPage();
  await signIn(page, who, next);
  return page;
}

test("a claim is returned once, mended, passes both reviews, and is published with an objection before the learner's eyes", async ({ browser }) => {
  test.setTimeout(120_000);
  const second = await signedIn(browser, "city02", "/tasks");
  const school = await signedIn(browser, "school01", "/tasks");
  const first = await signedIn(browser, "city01", "/claims");
  const said = [second, school, first].map(complaints);
  let here = "";

  // In weeks with long holidays the make-up is longer: the class is not closed yet, and nobody can claim it.
  if ((await second.getByRole("link", { name: /待您复核的补贴申领/ }).count()) === 0) {
    await school.goto("/own-claims");
    await expect(school.getByText("现在没有可以申领的班级")).toBeVisible();
    return;
  }

  await test.step("the second review looks at how an amount came about, and returns the claim with a reason", async () => {
    await second.getByRole("link", { name: /待您复核的补贴申领/ }).click();
    await second.locator("main table a").first().click();
    here = new URL(second.url()).pathname;
    await expect(second.getByText("等人社局复核")).toBeVisible();
    const paid = second.locator("main table tr", { hasText: "已学完，全额" }).first();
    await paid.getByRole("link").click();
    await expect(second.getByText("按学时算钱")).toBeVisible();
    await second.goto(here);
    await second.getByRole("button", { name: "退回机构" }).click();
    await expect(second.locator(".field-error", { hasText: "请写明哪里不对" })).toBeVisible();
    await second.getByLabel("原因").fill("请把结班说明补上再交");
    await second.getByRole("button", { name: "退回机构" }).click();
    await expect(second.getByText("已退回，培训机构会看到原因。")).toBeVisible();
  });

  await test.step("the school reads why and claims anew, with its commitment", async () => {
    await school.reload();
    await school.getByRole("link", { name: /退回来要补正的补贴申领/ }).click();
    await school.locator("main table a").first().click();
    await expect(school.getByText(/请把结班说明补上再交/).first()).toBeVisible();
    await school.getByRole("button", { name: "承诺并申领" }).click();
    await expect(school.locator(".field-error", { hasText: "请看完承诺" })).toBeVisible();
    await school.getByLabel(/我代表本单位承诺/).check();
    await school.getByRole("button", { name: "承诺并申领" }).click();
    await expect(school.getByText("已提交。人社局先初审、再复核")).toBeVisible();
  });

  await test.step("who did the first review does it again; the second passes it", async () => {
    await first.goto(here);
    await first.getByRole("button", { name: "初审通过" }).click();
    await expect(first.getByText("初审通过，转给复核。")).toBeVisible();
    await second.goto(here);
    const name = await second.locator("main table tr", { hasText: "已学完，全额" }).first().getByRole("link").innerText();
    learner = name.trim();
    await second.getByRole("button", { name: "复核通过" }).click();
    await expect(second.getByText("复核通过。")).toBeVisible();
    await second.goto(here);
    await expect(second.getByRole("button", { name: "复核通过" })).toHaveCount(0);
  });

  await test.step("a learner of the class sees on the phone that both reviews passed it, and how much", async () => {
    expect(learner).not.toBe("");
    const account = await loginOf(second, here);
    const phone = await signedIn(browser, account, "/subsidy", PHONE);
    await expect(phone.getByText("两次审核都通过了")).toBeVisible();
    await expect(phone.getByText("申领的金额").first()).toBeVisible();
    said.push(complaints(phone));
    learners = phone;
  });

  let list = "";
  await test.step("the list is published; a stranger reads it masked and objects without a name", async () => {
    await first.goto("/tasks");
    await first.getByRole("link", { name: /还没有公示的补贴申领/ }).click();
    await first.getByRole("button", { name: "公示", exact: true }).click();
    await expect(first.getByText("名单已经公示。")).toBeVisible();
    list = new URL(first.url()).pathname;
    const stranger = await (await device(browser, PHONE, { baseURL })).newPage();
    said.push(complaints(stranger));
    await stranger.goto("/");
    await stranger.getByRole("link", { name: "补贴公示" }).click();
    await stranger.locator("main table a").first().click();
    await expect(stranger.getByRole("heading", { name: "职业技能培训补贴公示" })).toBeVisible();
    await expect(stranger.locator("main")).not.toContainText(learner.split(" ")[0]!);
    await stranger.getByRole("link", { name: "我有异议" }).click();
    await stranger.getByLabel("名单序号").fill("9999");
    await stranger.getByLabel("哪里不对").fill("这个人整个月都在外地打工，没有上过课。");
    await stranger.getByRole("button", { name: "提交异议" }).click();
    await expect(stranger.locator(".field-error", { hasText: "名单上没有这个序号" })).toBeVisible();
    await stranger.getByLabel("名单序号").fill("");
    await stranger.getByRole("button", { name: "提交异议" }).click();
    await expect(stranger.getByText("异议已经收到。")).toBeVisible();
    answer = stranger;
  });

  await test.step("while it is looked into the learner is told; internal control answers, and both read it", async () => {
    await learners.reload();
    await expect(learners.getByText(/有人提出异议，正在查/)).toBeVisible();
    const control = await signedIn(browser, "control01", "/tasks");
    said.push(complaints(control));
    await control.getByRole("link", { name: /等您答复的公示异议/ }).click();
    await control.locator("main table a").first().click();
    await control.getByRole("button", { name: "不成立，照常发放" }).click();
    await expect(control.locator(".field-error", { hasText: "请写明查了什么" })).toBeVisible();
    await control.getByLabel("查了什么，结果怎样").fill("调了学时记录，电话问过本人和单位，学习属实。");
    await control.getByRole("button", { name: "不成立，照常发放" }).click();
    await expect(control.getByText("已经答复，提异议的人能看到。")).toBeVisible();
    await answer.reload();
    await expect(answer.getByText("学习属实")).toBeVisible();
    await learners.reload();
    await expect(learners.getByText("正在公示")).toBeVisible();
    await learners.getByRole("link", { name: /看公示名单/ }).click();
    expect(new URL(learners.url()).pathname).toBe(list);
  });

  await test.step("whoever completed the class takes a paper of it to an employer, who checks it", async () => {
    await learners.goto("/hours");
    await learners.getByRole("link", { name: "结业证明" }).click();
    await learners.getByRole("button", { name: "开具结业证明" }).click();
    await expect(learners.getByText("结业证明开好了")).toBeVisible();
    expect(await flaws(learners)).toEqual([]);
    const download = learners.waitForEvent("download");
    await learners.locator("#completions").getByRole("link", { name: "下载", exact: true }).click();
    const employer = await (await device(browser, PHONE, { baseURL })).newPage();
    await employer.goto("/verify");
    await employer.getByLabel("学习记录、结业证明或学时证明的文件").setInputFiles(await (await download).path());
    await employer.getByRole("button", { name: "查验" }).click();
    await expect(employer.getByText("文件和开出来的时候一样，没有改过。")).toBeVisible();
    await expect(employer.getByRole("heading", { name: "开出来的是结业证明" })).toBeVisible();
    await expect(employer.getByText(learner)).toHaveCount(0);
  });
  expect(said.flat().filter((line) => !line.includes("422"))).toEqual([]);
});

test("what was published long enough ago is paid: the bank fails one, who gives another account and is paid after all", async ({ browser }) => {
  test.setTimeout(120_000);
  const cards: [string, string][] = [["learner31", "6222021001112223331"], ["learner32", "6222021001112223349"]];
  const phones: Page[] = [];
  const said: string[][] = [];

  // In weeks with long holidays the class was closed later, and its list is still shown.
  const finance = await signedIn(browser, "finance01", "/payments");
  said.push(complaints(finance));
  if ((await finance.getByRole("link", { name: /等学员登记账户/ }).or(finance.getByText("等学员登记账户")).count()) === 0) return;

  await test.step("two learners give the accounts on which they are paid", async () => {
    for (const [login, card] of cards) {
      const phone = await signedIn(browser, login, "/subsidy/account", PHONE);
      said.push(complaints(phone));
      await giveAccount(phone, card.replace(/.$/, (digit) => String((Number(digit) + 1) % 10)), "refused");
      await giveAccount(phone, card);
      phones.push(phone);
    }
  });

  await test.step("a finance officer makes a batch of exactly these two, and fetches the bank's file", async () => {
    await finance.reload();
    await finance.locator("main a[href^='/payments/new']").first().click();
    await makesBatch(finance, 2);
  });

  await test.step("the bank fails one and pays the other; what it says again changes nothing", async () => {
    const rows = (await sentLines(finance)).map(([reference, card, amount], at) => [reference!, card!, amount!, at === 0 ? "失败" : "成功", at === 0 ? "账户已销户" : ""]);
    await bankAnswers(finance, rows.slice(0, 1));
    await expect(finance.getByText("账户已销户")).toBeVisible();
    await bankAnswers(finance, [...rows.slice(0, 1), ...rows]);
    await expect(finance.getByLabel("回盘文件")).toHaveCount(0);
  });

  await test.step("both see it on their phones; the other gives a new account and is paid by the next batch", async () => {
    for (const phone of phones) await phone.goto("/subsidy");
    const texts = await Promise.all(phones.map((phone) => phone.locator("main").innerText()));
    const failed = texts.findIndex((text) => text.includes("账户已销户"));
    expect(failed).toBeGreaterThanOrEqual(0);
    expect(texts[1 - failed]).toContain("已发放");
    await phones[failed]!.goto("/subsidy/account");
    await giveAccount(phones[failed]!, "6222021001112223356");
    await finance.goto("/payments");
    await finance.locator("main a[href^='/payments/new']").first().click();
    await makesBatch(finance, 1);
    await bankAnswers(finance, (await sentLines(finance)).map(([reference, card, amount]) => [reference!, card!, amount!, "成功", ""]));
    await phones[failed]!.goto("/subsidy");
    await expect(phones[failed]!.getByText("已发放").first()).toBeVisible();
  });
  expect(said.flat().filter((line) => !line.includes("422"))).toEqual([]);
});

async function giveAccount(phone: Page, card: string, refused = "") {
  await givesAccount(phone, card, PASSWORD);
  if (refused) await expect(phone.locator("#number-error")).toBeVisible();
  else await expect(phone).toHaveURL(/\/subsidy/);
}

/** The account of a learner whom the class is claimed for: the demo's are numbered in the order of its classes. */
async function loginOf(page: Page, here: string): Promise<string> {
  const names = await page.locator("main table tr", { hasText: "已学完，全额" }).getByRole("link").allInnerTexts();
  for (let n = 43; n <= 70; n += 1) {
    const account = `learner${n}`;
    const context = await device(page.context().browser()!, PHONE, { baseURL });
    const own = await context.newPage();
    await signIn(own, account, "/account");
    const mine = await own.locator("main").innerText();
    await context.close();
    if (names.some((name) => mine.includes(name.trim()))) return account;
  }
  throw new Error(`nobody of ${here} is a demo learner`);
}
