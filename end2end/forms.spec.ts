import { expect, test, type Browser, type Page } from "@playwright/test";

import { PASSWORD, PHONE, device, signIn } from "./city";

/** A form of a page, something typed into it that will not do, and what is wrong with it. */
interface Form {
  name: string;
  login?: string;
  page: string;
  /** What is opened from there, link by link, to come to the form. */
  through?: string[];
  typed: Record<string, string>;
  button: string;
  /** Names of the fields at which a sentence stands. */
  wrong: string[];
  /** What is never given back. */
  secret?: string[];
  /** The browser itself asks for what is missing. */
  required?: boolean;
}

/** Nobody else's: wrong passwords and wrong numbers are counted. */
const LEARNER = "learner27";

const FORMS: Form[] = [
  { name: "registration", page: "/register", typed: { phone: "1380546" }, button: "下一步", wrong: ["phone"] },
  { name: "sign-in", page: "/sign-in", typed: { account: "learner07", password: "wrong-password" }, button: "登录", wrong: ["account"], secret: ["password"], required: true },
  { name: "recovery", page: "/recover", typed: { phone: "1002026" }, button: "发送验证码", wrong: ["phone"] },
  { name: "export", login: "city01", page: "/exports", typed: { reason: "核" }, button: "生成台账", wrong: ["reason"] },
  { name: "sign-in by phone", page: "/sign-in/phone", typed: { phone: "1380546" }, button: "发送验证码", wrong: ["phone"] },
  { name: "another phone", login: LEARNER, page: "/account/phone", typed: { phone: "1380546", password: PASSWORD }, button: "发送验证码", wrong: ["phone"], secret: ["password"] },
  { name: "a renewed document", login: LEARNER, page: "/account/document", typed: { document: "37050219", password: PASSWORD }, button: "换成新号码", wrong: ["document"], secret: ["password"] },
  { name: "a supporting document", login: LEARNER, page: "/account/papers", typed: { since: "去年" }, button: "交材料", wrong: ["category", "since", "file"] },
  { name: "another second factor", login: "system01", page: "/second-factors", typed: { account: "没有这个账号", reason: "手机丢了，本人到场", password: PASSWORD }, button: "重置", wrong: ["account"], secret: ["password"] },
  { name: "an account put out of use", login: "system01", page: "/people", through: ["main table a"], typed: { reason: "离" }, button: "停用账号", wrong: ["reason"] },
  { name: "a number shown in full", login: "city02", page: "/classes", through: ["main table a", "main a[href*='/learners/']"], typed: { why: "核" }, button: "显示号码", wrong: ["why"] },
  { name: "invitation", login: "system01", page: "/people/invite", typed: { name: "张·" }, button: "生成邀请链接", wrong: ["name", "role", "organisation"] },
];

async function fill(page: Page, form: Form) {
  for (const [name, value] of Object.entries(form.typed)) await page.locator(`main [name="${name}"]`).first().fill(value);
}

async function keeps(page: Page, form: Form) {
  for (const [name, value] of Object.entries(form.typed)) {
    const kept = form.secret?.includes(name) ? "" : value;
    await expect(page.locator(`main [name="${name}"]`).first(), `${form.name}: ${name}`).toHaveValue(kept);
  }
}

/** The page says at its top what is wrong, leads there, and is no page that a browser would send again. */
async function says(page: Page, form: Form) {
  await expect(page).toHaveTitle(/^错误：/);
  await expect(page.locator("#errors")).toBeFocused();
  for (const name of form.wrong) await expect(page.locator(`#errors a[href="#${name}"]`), form.name).toHaveCount(1);
  expect(page.url(), form.name).toContain("kept=");
}

async function opened(browser: Browser, form: Form): Promise<Page> {
  const page = await (await device(browser, PHONE)).newPage();
  if (form.login) await signIn(page, form.login, form.page);
  else await page.goto(form.page);
  for (const link of form.through ?? []) {
    await page.goto((await page.locator(link).first().getAttribute("href"))!);
  }
  // What is folded away is opened by hand; once it holds an error, the page shows it open by itself.
  await page.locator("main details").evaluateAll((all) => all.forEach((one) => one.setAttribute("open", "")));
  return page;
}

for (const form of FORMS) {
  test(`nothing typed is lost: ${form.name}`, async ({ browser }) => {
    const page = await opened(browser, form);
    const send = () => page.locator("main").getByRole("button", { name: form.button, exact: true }).first().click();
    // Empty, then wrong.
    if (form.required) await expect(page.locator("main :required").first()).toBeVisible();
    else {
      await send();
      await expect(page.locator("#errors")).toBeVisible();
    }
    await fill(page, form);
    await send();
    await says(page, form);
    await keeps(page, form);
    // Back and forward: a page each time, with what was typed.
    await page.goBack();
    if (!form.required) await expect(page.locator("#errors")).toBeVisible();
    await page.goForward();
    await says(page, form);
    await keeps(page, form);
    await page.reload();
    await keeps(page, form);
    // In another language.
    await page.getByRole("button", { name: "English" }).click();
    await expect(page.locator("html")).toHaveAttribute("lang", "en");
    await keeps(page, form);
    await page.getByRole("button", { name: "中文" }).click();
    await keeps(page, form);
    if (!form.login) return;
    // After the sign-in has ended.
    await page.context().clearCookies({ name: "xueshi_session" });
    await fill(page, form);
    await send();
    await expect(page.getByText("没有保存：登录已经过期")).toBeVisible();
    await page.getByLabel("账号").fill(form.login);
    await page.getByLabel("密码").fill(PASSWORD);
    await page.getByRole("button", { name: "登录" }).click();
    await keeps(page, form);
  });
}
