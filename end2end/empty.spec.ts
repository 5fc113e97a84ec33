// From an empty database to an institution that may teach, in browsers only: no demo data, a server of its own.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { expect, test, type Browser, type BrowserContext, type Page } from "@playwright/test";

import { DESK, PHONE, complaints, device, xueshiOn } from "./city";
import { accepts, registers } from "./people";
import { endAll, freePort, starts } from "./server";

// In a real city nobody is made up: numbers of the usual form, of nobody we know.
const FIRST = { name: "赵建国", document: "370505197403050112", phone: "13805462301", county: "垦利区" };
const SECOND = { name: "钱玉芬", document: "370505198108170124", phone: "13805462302", county: "垦利区" };
const COUNTY = { name: "孙海燕", document: "370505197909210144", phone: "13805462303", county: "垦利区" };
const SCHOOL = { name: "李志强", document: "370505198806120175", phone: "13805462304", county: "垦利区" };

test.use({ actionTimeout: 15_000 });

let folder = "";
let baseURL = "";
let link = "";
let env = {};

test.beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "xueshi-empty-"));
  const port = await freePort();
  baseURL = `http://127.0.0.1:${port}`;
  env = { XUESHI_DATABASE: `sqlite:${folder}/x.db`, XUESHI_KEY_FILE: `${folder}/key`, XUESHI_EXPORTS: `${folder}/exports` };
  const said = await xueshiOn(env, "init", "--division", "370500", "--bureau", "示范市人力资源和社会保障局", "--credit-code", "11000000000000001Y", "--phone", "12333", "--officer", FIRST.name);
  link = /\/invitation\/[\w-]+/.exec(said)![0];
  await starts(`${baseURL}/healthz`, process.env.XUESHI ?? "../target/debug/xueshi", ["serve"], { ...env, XUESHI_LISTEN: `127.0.0.1:${port}` });
});

test.afterAll(async () => {
  endAll();
  await rm(folder, { recursive: true, force: true });
});

/** Somebody at a device of their own, registered. */
async function somebody(browser: Browser, who: typeof FIRST, viewport = DESK): Promise<[BrowserContext, Page]> {
  const context = await device(browser, viewport, { baseURL });
  return [context, await registers(context, who)];
}

/** Invites somebody into a post of the bureau; answers the link. */
async function invites(page: Page, who: typeof FIRST, post: string, region = ""): Promise<string> {
  await page.goto("/people/invite");
  await page.getByLabel("姓名").fill(who.name);
  await page.getByLabel("岗位").selectOption({ label: post });
  const bureau = page.getByLabel("单位", { exact: true });
  await bureau.selectOption({ index: (await bureau.locator("option").count()) - 1 });
  if (region) await page.getByLabel(/负责的地区/).selectOption({ label: region });
  await page.getByRole("button", { name: "生成邀请链接" }).click();
  return page.locator("#link").innerText();
}

test("a bureau begins in an empty database, and its county registers a school that may teach", async ({ browser }) => {
  test.setTimeout(180_000);
  const [, first] = await somebody(browser, FIRST);
  const said = complaints(first);
  const [, second] = await somebody(browser, SECOND);
  const [, county] = await somebody(browser, COUNTY);
  const [, school] = await somebody(browser, SCHOOL, PHONE);

  await test.step("the first officer comes in by the link, and it opens for nobody else", async () => {
    await second.goto(link);
    await expect(second.getByText(`这个邀请是给“${FIRST.name}”的`)).toBeVisible();
    await accepts(first, link);
    await first.goto("/people");
    await expect(first.getByRole("heading", { level: 1 })).toBeVisible();
  });

  await test.step("two people stand behind the county's reviewer", async () => {
    await accepts(second, await invites(first, SECOND, "系统管理员"));
    await accepts(county, await invites(first, COUNTY, "县区审核", "垦利区"));
    expect((await county.goto("/institutions"))!.status()).toBe(404);
    await second.goto("/people?show=waiting");
    await second.getByRole("link", { name: COUNTY.name }).first().click();
    await second.getByRole("button", { name: /确认/ }).click();
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

  await test.step("everything that was written down holds", async () => {
    expect(await xueshiOn(env, "verify")).toMatch(/^OK$/m);
  });
  expect(said).toEqual([]);
});
