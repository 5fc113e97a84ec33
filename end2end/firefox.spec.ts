// The same lesson in Debian's Firefox. Playwright drives only a Firefox of its own making, so this one is driven by
// puppeteer over the protocol that both browsers share.
import { expect, test } from "@playwright/test";
import puppeteer, { type Page } from "puppeteer-core";

import { PASSWORD, PHONE, digits, known } from "./city";

/** What an element says, without the space around it. */
const said = (page: Page, selector: string) => page.$eval(selector, (element) => element.textContent?.trim() ?? "");

test("in Firefox too a lesson plays, is counted, and is verified by a check", async ({ baseURL }) => {
  test.setTimeout(150_000);
  const browser = await puppeteer.launch({
    browser: "firefox",
    executablePath: process.env.FIREFOX ?? "/usr/bin/firefox-esr",
    extraPrefsFirefox: { "intl.accept_languages": "zh-CN" },
  });
  try {
    const page = await browser.newPage();
    const errors: string[] = [];
    page.on("pageerror", (error) => errors.push(String(error)));
    await page.setViewport(PHONE);
    await page.goto(`${baseURL}/sign-in?next=/learn`);
    await page.type("#account", "learner14");
    await page.type("#password", PASSWORD);
    await Promise.all([page.waitForNavigation(), page.click("main .button-primary")]);
    await page.goto(await page.$eval(".lessons a", (link) => (link as HTMLAnchorElement).href));
    await page.waitForSelector("[data-awake=true]");
    await page.click("[data-play]");
    await page.waitForSelector(".recording[data-state=on]", { timeout: 20_000 });

    // Two kinds of question have their places in the dialog; one of them is seen.
    const asked = () => [...document.querySelectorAll("dialog[open] .check-question")].some((one) => one.checkVisibility());
    await page.waitForFunction(asked, { timeout: 90_000 });
    expect(await page.$eval("video", (video) => (video as HTMLVideoElement).paused)).toBe(true);
    const prompt = await page.$$eval("dialog .check-question", (all) => all.find((one) => one.checkVisibility())?.textContent ?? "");
    const right = known(prompt);
    if (right) {
      const options = await page.$$eval("dialog .choice", (choices) => choices.map((choice) => choice.textContent?.trim()));
      await page.click(`dialog input[type=radio][value="${options.indexOf(right)}"]`);
    } else {
      await page.type("#check-number", digits(prompt));
    }
    await page.$$eval("dialog button[type=submit]", (all) => (all.find((one) => one.checkVisibility()) as HTMLElement).click());
    await page.waitForSelector("[data-result=passed]", { visible: true });
    expect(await said(page, "[data-result=passed]")).toMatch(/认定/);
    const answer = await page.evaluate(() => fetch("/api/study/enrolments").then((response) => response.json()));
    const lessons = answer.flatMap((enrolment: { lessons: { verified_ms: number }[] }) => enrolment.lessons);
    expect(lessons.some(({ verified_ms }: { verified_ms: number }) => verified_ms > 10_000)).toBe(true);
    const own = new Set(answer.map(({ enrolment }: { enrolment: string }) => enrolment));
    const ledger = await page.evaluate(() => fetch("/api/ledger/entries?from=0&to=1000").then((response) => response.json()));
    const entries = ledger.entries.map(({ body }: { body: string }) => JSON.parse(body)).filter((entry: { enrolment: string }) => own.has(entry.enrolment));
    expect(entries.map((entry: { check: { signed: string } }) => entry.check.signed)).toContain("signed");
    expect(errors).toEqual([]);
  } finally {
    await browser.close();
  }
});
