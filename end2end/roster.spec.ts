// A class invites by its roster, and the person who is meant accepts: an account is nobody's but her own.
import { expect, test } from "@playwright/test";

import { DESK, PHONE, complaints, device, signIn } from "./city";
import { registers } from "./people";

/** A made-up person: a region code that is assigned to no place. */
const DOCUMENT = "00000019760812002X";
const PHONE_NUMBER = "10020260009";

test("a row of a roster becomes a learner by her own hand", async ({ browser }) => {
  const desk = await (await device(browser, DESK)).newPage();
  const said = complaints(desk);
  let link = "";

  await test.step("the school pastes its roster: what is wrong is told at its cell, what is right is invited", async () => {
    await signIn(desk, "teacher01", "/classes");
    await desk.goto(`${(await desk.locator("main table a").first().getAttribute("href"))!}/roster`);
    await desk.getByText("没有文件？从 Excel 复制粘贴").click();
    const rows = [["姓名", "身份证号码", "联系电话"], ["李春兰", DOCUMENT, PHONE_NUMBER], ["赵立", DOCUMENT.slice(0, 17), "10020260008"]];
    await desk.getByLabel("连表头一起粘贴").fill(rows.map((row) => row.join("\t")).join("\n"));
    await desk.getByRole("button", { name: "导入" }).click();
    await expect(desk.locator("main")).toContainText("应是 18 位，这里是 17 位");
    await desk.goto(desk.url().replace(/\/roster.*/, "/roster"));
    await expect(desk.locator("main")).toContainText("李春兰");
  });

  await test.step("a strip of paper has her link", async () => {
    await desk.goto(desk.url().replace(/\/roster.*/, "/roster/links"));
    link = /\/join\/[\w-]+/.exec(await desk.locator("main").innerText())![0];
    await expect(desk.locator("svg.qr").first()).toBeVisible();
  });

  await test.step("she opens it, registers, comes back to it and is in the class", async () => {
    const context = await device(browser, PHONE);
    const page = await context.newPage();
    await page.goto(link);
    await page.locator("main").getByRole("link", { name: "注册" }).click();
    await page.waitForURL(/\/register/);
    await registers(context, { name: "李春兰", document: DOCUMENT, phone: PHONE_NUMBER, county: "芦苇县" }, page);
    await expect(page).toHaveURL(new RegExp(link));
    await page.locator("[name=commitment]").check();
    await page.getByRole("button", { name: "接受邀请，进班学习" }).click();
    await expect(page.getByText("您已进班")).toBeVisible();
    await page.goto(link);
    await expect(page.getByText("这个邀请已经接受过了")).toBeVisible();
    await context.close();
  });

  await test.step("the same roster once more changes nothing", async () => {
    await desk.goto(desk.url().replace(/\/roster.*/, "/roster"));
    await desk.getByText("没有文件？从 Excel 复制粘贴").click();
    await desk.getByLabel("连表头一起粘贴").fill(`姓名\t身份证号码\t联系电话\n李春兰\t${DOCUMENT}\t${PHONE_NUMBER}`);
    await desk.getByRole("button", { name: "导入" }).click();
    await expect(desk.getByText("新邀请 0 人，更新 0 人，原来就有 1 人")).toBeVisible();
  });
  expect(said.filter((line) => !line.includes("422"))).toEqual([]);
});
