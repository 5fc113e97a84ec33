import { expect, test, type Browser, type Page } from "@playwright/test";

import { PASSWORD, PHONE, device, signIn } from "./city";

/** A form of a page, something typed into it that will not do, and what is wrong with it. */
interface Form {
  name: string;
  login?: string;
  page: string;
  typed: Record<string, string>;
  button: string;
  /** Names of the fields at which a sentence stands. */
  wrong: string[];
  /** What is never given back. */
  secret?: string[];
  /** The browser itself asks for what is missing. */
  required?: boolean;
}

const FORMS: Form[] = [
  { name: "registration", page: "/register", typed: { phone: "1380546" }, button: "下一步", wrong: ["phone"] },
  { name: "sign-in", page: "/sign-in", typed: { account: "learner07", password: "wrong-password" }, button: "登录", wrong: ["account"], secret: ["password"], required: true },
  { name: "recovery", page: "/recover", typed: { phone: "1002026" }, button: "发送验证码", wrong: ["phone"] },
  { name: "export", login: "city01", page: "/exports", typed: { reason: "核" }, button: "生成台账", wrong: ["reason"] },
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
