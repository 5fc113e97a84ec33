// A class is applied for, returned, mended, approved and open: the institution and the county, each at their desk.
import { expect, test } from "@playwright/test";

import { DESK, complaints, device, signIn } from "./city";

/** A working day some weeks from now, in eight digits. */
function inDays(days: number): string {
  const day = new Date(Date.now() + days * 86_400_000);
  return day.toISOString().slice(0, 10).replaceAll("-", "");
}

test("an institution applies for a class, the county returns it once and approves it", async ({ browser }) => {
  const school = await (await device(browser, DESK)).newPage();
  const county = await (await device(browser, DESK)).newPage();
  const said = [complaints(school), complaints(county)];
  let here = "";

  await test.step("the administrator writes a draft; its plan is spread over the working days", async () => {
    await signIn(school, "school01", "/applications");
    await school.getByRole("link", { name: "申请开班" }).click();
    await school.getByLabel("课程", { exact: true }).selectOption({ index: 1 });
    await school.getByLabel("班级名称").fill("2027 年春季班");
    await school.getByLabel("开班日期").fill(inDays(30));
    await school.getByLabel("结束日期").fill(inDays(75));
    await school.getByLabel("名额").fill("35");
    await school.getByLabel("培训地点").fill("线上");
    await school.getByLabel("老师").selectOption({ label: "孟广田" });
    await school.getByRole("button", { name: "保存草稿" }).click();
    await expect(school.getByText("草稿已保存。")).toBeVisible();
    await expect(school.locator("input[name^=due-]").first()).toHaveValue(/^\d{4}-\d\d-\d\d$/);
    here = new URL(school.url()).pathname;
  });

  await test.step("what is missing is said at its field, and nothing typed is lost", async () => {
    await school.getByRole("button", { name: "下一步" }).click();
    await expect(school.locator(".field-error", { hasText: "请写明怎么考核" })).toBeVisible();
    await expect(school.getByLabel("名额")).toHaveValue("35");
    await school.getByLabel("考核方式").fill("学完后在线闭卷考试，60 分合格");
    await school.getByLabel("教学计划").setInputFiles({
      name: "教学计划.pdf",
      mimeType: "application/pdf",
      buffer: Buffer.from("%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF"),
    });
    await school.getByRole("button", { name: "下一步" }).click();
    await expect(school.getByRole("heading", { name: "核对并提交" })).toBeVisible();
    await school.getByLabel(/我代表本单位承诺/).check();
    await school.getByRole("button", { name: "承诺并提交" }).click();
    await expect(school.getByText("审核期间不能改")).toBeVisible();
  });

  await test.step("the county finds it under what waits and returns it with its reasons", async () => {
    await signIn(county, "county01", "/tasks");
    await county.getByRole("link", { name: /待您审核的开班申请/ }).click();
    await county.locator("main table a").first().click();
    await expect(county.locator("main")).toContainText("2027 年春季班");
    await county.getByLabel(/附件：附件不全/).check();
    await county.getByText("在对应的项里写").click();
    await county.locator("[name=why-place]").fill("请写明线下集中的地点");
    await county.getByRole("button", { name: "退回", exact: true }).click();
    await expect(county.getByText("已退回")).toBeVisible();
  });

  await test.step("each reason stands at its field; mended it goes back", async () => {
    await school.goto("/tasks");
    await school.getByRole("link", { name: /退回来要改的开班申请/ }).click();
    await school.getByRole("link", { name: "2027 年春季班" }).click();
    await expect(school.getByText("请写明线下集中的地点").first()).toBeVisible();
    await school.getByLabel("培训地点").fill("线上，开班一天在学校一号教室");
    await school.getByRole("button", { name: "下一步" }).click();
    await school.getByLabel(/我代表本单位承诺/).check();
    await school.getByRole("button", { name: "承诺并提交" }).click();
    await expect(school.getByText("审核期间不能改")).toBeVisible();
  });

  await test.step("the county sees what changed and approves; the class is open for both", async () => {
    await county.goto(here.replace("/applications", "/class-applications"));
    const changes = county.locator("section", { hasText: "退回以后改了什么" });
    await expect(changes.first()).toContainText("学校一号教室");
    await county.getByRole("button", { name: "同意开班" }).click();
    await expect(county.getByText(/班级 .* 开好了/)).toBeVisible();
    await school.goto(here);
    await school.getByRole("link", { name: "去看班级" }).click();
    await expect(school.locator("main")).toContainText("2027 年春季班");
    await expect(school.getByRole("link", { name: "花名册" })).toBeVisible();
  });
  expect(said.flat().filter((line) => !line.includes("422"))).toEqual([]);
});
