// Takes the pictures of the README: real pages, after people have really studied for a minute or two.
import { mkdirSync, statSync } from "node:fs";
import { join } from "node:path";

import { expect, test, type Browser, type Page } from "@playwright/test";

import { DESK, PHONE, device, signIn } from "./city";
import { answer, playsFor, question, start } from "./lesson";
import { Studier } from "./study";

const FOLDER = join(__dirname, "../.pictures");
const BYTES_MAX = 150_000;

async function picture(page: Page, name: string) {
  const path = join(FOLDER, `${name}.jpg`);
  await page.screenshot({ path, type: "jpeg", quality: 76, animations: "disabled" });
  expect(statSync(path).size, `${name} in bytes`).toBeLessThan(BYTES_MAX);
}

/** A learner's phone, as sharp as one. */
async function phone(browser: Browser): Promise<Page> {
  return (await device(browser, PHONE, { deviceScaleFactor: 2 })).newPage();
}

test("people study in a small city", async ({ browser, baseURL }) => {
  mkdirSync(FOLDER, { recursive: true });
  const learner = await phone(browser);
  await signIn(learner, "learner02", "/courses");
  await picture(learner, "courses-phone");

  const teacher = await (await device(browser, DESK)).newPage();
  await signIn(teacher, "teacher01", "/classes");
  await teacher.getByRole("link", { name: /大闸蟹养殖入门/ }).first().click();

  // A class at work: everyone says every three seconds what played; most answer their checks, the first only looks at it.
  const others = ["learner04", "learner05", "learner10", "learner11", "learner14"].map((account) => new Studier(baseURL!, account, "crab"));
  for (const other of others) await other.begin();
  let atWork = true;
  const work = (async () => {
    for (; atWork; await new Promise((again) => setTimeout(again, 3000))) {
      for (const [index, other] of others.entries()) {
        if (!other.check) await other.played(3000);
        else if (index > 0) await other.answer();
        else if (!other.looked) await other.look();
      }
    }
  })();
  await expect.poll(() => others.filter(({ verified }) => verified > 0).length, { timeout: 90_000 }).toBeGreaterThan(2);

  await learner.goto("/learn");
  await learner.locator(".lessons a").first().click();
  await start(learner);
  await playsFor(learner, 16);
  await picture(learner, "lesson-phone");
  await question(learner);
  await picture(learner, "check-phone");
  await expect(teacher.locator("tr", { hasText: "蒋大川" })).toContainText("抽查待答");
  await picture(teacher, "class-desk");
  await answer(learner);
  await learner.getByRole("dialog").locator(".button-primary:visible").click();
  await playsFor(learner, 4);
  atWork = false;
  await work;
  await learner.goto("/hours");
  await picture(learner, "hours-phone");

  const reviewer = await (await device(browser, DESK)).newPage();
  await signIn(reviewer, "city02", "/exports");
  await reviewer.getByLabel("用途").fill("11 月补贴复核");
  await reviewer.getByRole("button", { name: "生成台账" }).click();
  await expect(reviewer.getByRole("link", { name: "下载台账" })).toBeVisible({ timeout: 30_000 });
  await picture(reviewer, "export-desk");
});

test("officials come to a living city", async ({ browser }) => {
  for (const [account, name] of [["city01", "bureau-first"], ["teacher01", "teacher-first"], ["auditor01", "auditor-first"]] as const) {
    const page = await (await device(browser, DESK)).newPage();
    await signIn(page, account);
    await picture(page, name);
  }
});
