// Without a mouse and without eyes: only keys are pressed, and things are found by the role and name that a screen reader says.
import { expect, test, type Locator, type Page } from "@playwright/test";

import { answer, start } from "./lesson";
import { digits, known, signIn } from "./city";
import { flaws } from "./fit";

/** Presses Tab until this has the keyboard. */
async function tabTo(page: Page, goal: Locator) {
  for (let presses = 0; presses < 60; presses++) {
    if (await goal.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press("Tab");
  }
  throw new Error(`Tab never comes to ${goal}`);
}

type Node = { ignored: boolean; role?: { value: string }; name?: { value: string }; properties?: { name: string; value: { value: unknown } }[] };

/** What the browser tells a screen reader: every node that is not hidden from it. */
async function told(page: Page): Promise<{ role: string; name: string; is: Record<string, unknown> }[]> {
  const devtools = await page.context().newCDPSession(page);
  const { nodes } = (await devtools.send("Accessibility.getFullAXTree")) as { nodes: Node[] };
  await devtools.detach();
  return nodes.filter(({ ignored }) => !ignored).map(({ role, name, properties = [] }) => ({
    role: role?.value ?? "",
    name: name?.value ?? "",
    is: Object.fromEntries(properties.map(({ name, value }) => [name, value.value])),
  }));
}

test("a check is heard, answered with the keyboard alone, and the keyboard comes back to where it was", async ({ page }) => {
  await signIn(page, "learner02", "/learn");
  await tabTo(page, page.getByRole("main").getByRole("link", { name: /^第一课/ }));
  await page.keyboard.press("Enter");
  await expect(page.locator("[data-awake='true']")).toBeVisible({ timeout: 20_000 });
  await tabTo(page, page.getByRole("button", { name: "开始学习" }));
  await page.keyboard.press("Enter");
  const recorded = page.getByRole("main").getByRole("status").first();
  await expect(recorded).toContainText("正在记录学习时间", { timeout: 20_000 });

  const dialog = page.getByRole("dialog", { name: "学习抽查" });
  const send = dialog.getByRole("button", { name: "确定回答" });
  const reminder = dialog.getByRole("status");
  await expect(send).toBeVisible({ timeout: 90_000 });
  let asked = "";

  await test.step("the tree holds the dialog and nothing behind it; the keyboard stands on the question", async () => {
    await expect(reminder).toHaveText(/^剩余时间 (30|2\d) 秒$/);
    await expect(dialog).toMatchAriaSnapshot(`
      - dialog "学习抽查":
        - heading "学习抽查" [level=2]
        - timer "剩余时间": /^0:(30|2\\d)$/
        - status: /^剩余时间/
        - button "确定回答"
        - button "我要多一点时间"
    `);
    const nodes = await told(page);
    const named = (role: string) => nodes.filter((node) => node.role === role).map(({ name }) => name);
    expect(nodes.find(({ role }) => role === "dialog")!.is.modal).toBe(true);
    expect(nodes.find(({ role, name }) => role === "status" && !name)!.is.live).toBe("polite");
    expect([...named("link"), ...named("main"), ...named("navigation"), ...named("video")], "nothing behind the dialog").toEqual([]);
    const here = nodes.filter(({ role, is }) => is.focused && role !== "RootWebArea");
    asked = here.map(({ name }) => name).join();
    expect(known(asked) ?? digits(asked), "the question is read").not.toBe("");
  });

  await test.step("an empty answer is refused in words; more time is asked for and told", async () => {
    await tabTo(page, send);
    await page.keyboard.press("Enter");
    await expect(dialog.getByRole("alert")).toHaveText("请先选好或填好答案。");
    await expect(reminder, "the first reminder").toHaveText(/^剩余时间 (20|1\d) 秒$/, { timeout: 15_000 });
    await tabTo(page, dialog.getByRole("button", { name: "我要多一点时间" }));
    await page.keyboard.press("Enter");
    await expect(reminder).toHaveText(/^剩余时间 [2-9]\d 秒$/);
  });

  await test.step("the answer is found by its name", async () => {
    const right = known(asked);
    if (right) {
      await expect(dialog.getByRole("group", { name: asked })).toBeVisible();
      const options = dialog.getByRole("radio");
      await tabTo(page, options.first());
      await page.keyboard.press("Space");
      const goal = dialog.getByRole("radio", { name: right, exact: true });
      for (let down = 0; down < 4 && !(await goal.isChecked()); down++) await page.keyboard.press("ArrowDown");
      await expect(goal).toBeChecked();
    } else {
      const field = dialog.getByRole("textbox", { name: "把数字填在这里" });
      await expect(field).toHaveAccessibleDescription(asked);
      await tabTo(page, field);
      await page.keyboard.type(digits(asked));
    }
    // Tab stays inside: whatever is behind the question cannot be reached.
    for (let presses = 0; presses < 8; presses++) {
      await page.keyboard.press("Tab");
      expect(await page.evaluate(() => document.activeElement === document.body || !!document.activeElement?.closest("dialog"))).toBe(true);
    }
    await tabTo(page, send);
    await page.keyboard.press("Enter");
  });

  await test.step("the outcome is read, and the keyboard goes back to the player", async () => {
    const passed = dialog.getByRole("heading", { level: 3, name: /^通过了，已认定/ });
    await expect(passed).toBeFocused();
    await expect(dialog).toMatchAriaSnapshot(`
      - dialog "学习抽查":
        - heading /^通过了，已认定 .+/ [level=3]
        - paragraph: 前面学的时间已经算数，接着学吧。
        - button "继续学习"
    `);
    await tabTo(page, dialog.getByRole("button", { name: "继续学习" }));
    await page.keyboard.press("Enter");
    await expect(dialog).toBeHidden();
    await expect(page.getByRole("button", { name: "暂停" })).toBeFocused();
    expect((await told(page)).filter(({ role }) => role === "main")).toHaveLength(1);
  });
});

/** What is hidden is not read either. */
const SEEN = { useInnerText: true };

test("a quiz is practised with the keyboard: each answer says at once what to think of it, and time is not run ahead of", async ({ page }) => {
  await signIn(page, "learner03", "/learn");
  await page.getByRole("link", { name: /练一练/ }).first().press("Enter");
  // A check may come in between: it is answered like any other.
  const dialog = page.getByRole("dialog");
  await page.addLocatorHandler(dialog, async () => {
    await answer(page);
    await dialog.getByRole("button", { name: "继续学习" }).click();
  });
  await start(page);
  const item = page.getByRole("article");
  const said = item.getByRole("status");
  const options = item.getByRole("radio");
  await expect(item.getByRole("radiogroup", { name: /？$/ })).toBeVisible();
  await expect(said).toHaveText("", SEEN);
  await tabTo(page, options.first());
  await page.keyboard.press("Space");
  const verdicts = new Set<string>();
  for (let n = await options.count(); n > 0; n--) {
    await expect(said).toHaveText(/^(对了。|再想想。)/, SEEN);
    verdicts.add((await said.innerText()).slice(0, 2));
    await page.keyboard.press("ArrowDown");
  }
  expect([...verdicts].sort()).toEqual(["再想", "对了"]);
  expect(await flaws(page)).toEqual([]);

  const next = page.getByRole("button", { name: "下一题" });
  await expect(next).toHaveAttribute("aria-disabled", "true");
  await next.press("Enter");
  await expect(page.getByText("这一题的时间还没到")).toBeVisible();
  await expect(page.getByText("第 1 题，共 6 题")).toBeVisible();
  await expect(next).toHaveAttribute("aria-disabled", "false", { timeout: 40_000 });
  await next.press("Enter");
  await expect(page.getByText("第 2 题，共 6 题")).toBeVisible();
  await expect(item.getByRole("heading", { level: 2 })).toBeFocused();
  await expect(said).toHaveText("", SEEN);
});
