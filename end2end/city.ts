// The demo city as its people meet it: who signs in, what they know, what they say of the browser's console.
import { execFile } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";

import { expect, test, type APIRequestContext, type Browser, type BrowserContext, type Page } from "@playwright/test";
import { parse } from "smol-toml";

/** Every demo account has this password; `xueshi demo` prints it. */
export const PASSWORD = "xueshi-demo-2026";

export const PHONE = { width: 375, height: 812 };
export const DESK = { width: 1280, height: 800 };

/** Who is at their device, and since which journey. */
let present: { context: BrowserContext; journey: string }[] = [];

/** A person at their own device. Those of the journeys before go home: pages that stay open weigh on one browser until it dies. */
export async function device(browser: Browser, viewport: typeof PHONE, more: object = {}): Promise<BrowserContext> {
  const journey = test.info().testId;
  for (const before of present.filter((one) => one.journey !== journey)) await before.context.close();
  const phone = viewport.width < 600 ? { hasTouch: true } : {};
  const context = await browser.newContext({ viewport, ...phone, ...more });
  present = [...present.filter((one) => one.journey === journey), { context, journey }];
  return context;
}

export async function signIn(page: Page, account: string, next = "") {
  await page.goto(next ? `/sign-in?next=${encodeURIComponent(next)}` : "/sign-in");
  await page.getByLabel("账号").fill(account);
  await page.getByLabel("密码").fill(PASSWORD);
  await page.getByRole("button", { name: "登录" }).click();
  await expect(page.getByRole("button", { name: "退出" })).toBeVisible();
}

/** The newest code that a phone would have got. */
export async function sentCode(context: BrowserContext, phone: string): Promise<string> {
  const page = await context.newPage();
  await page.goto("/dev/outbox");
  const code = await page.getByRole("row").filter({ hasText: phone }).first().locator("code").innerText();
  await page.close();
  return code;
}

/** What the page complains of, in the console or by an exception nobody caught. */
export function complaints(page: Page): string[] {
  const said: string[] = [];
  page.on("console", (message) => {
    if (message.type() !== "debug") said.push(`${page.url()}: ${message.text()}`);
  });
  page.on("pageerror", (error) => said.push(`${page.url()}: ${error.message}`));
  return said;
}

/** Runs the product's own binary on the city's database. */
export async function xueshi(...args: string[]): Promise<string> {
  return xueshiOn(test.info().project.metadata.env ?? {}, ...args);
}

/** The same on another database. */
export async function xueshiOn(env: object, ...args: string[]): Promise<string> {
  const binary = process.env.XUESHI ?? "../target/debug/xueshi";
  const ran = promisify(execFile)(binary, args, { env: { ...process.env, ...env } });
  const { stdout } = await ran.catch((error: Error & { stdout?: string }) => {
    throw new Error(`${error.message}\n${error.stdout ?? ""}`);
  });
  return stdout;
}

type Question = { prompt: string; options: string[] };

/** What somebody knows who followed the lessons: the first option of each question in the courses' files is right. */
const taught = new Map<string, string>();
/** Questions with numbers of the learner's own: what the prompt looks like, the letters in it, and the right option. */
const reckoned: { looks: RegExp; letters: string[]; right: string }[] = [];
const courses = join(__dirname, "../server/demo/courses");
for (const course of readdirSync(courses)) {
  const text = readFileSync(join(courses, course, "course.toml"), "utf8");
  const { question = [] } = parse(text) as unknown as { question?: Question[] };
  for (const { prompt, options } of question) {
    const letters = [...prompt.matchAll(/\{(\w):[^}]*\}/g)].map((drawn) => drawn[1]!);
    if (letters.length === 0) taught.set(prompt.trim(), options[0]!);
    else reckoned.push({ looks: new RegExp(`^${prompt.trim().split(/\{[^}]*\}/).map(plain).join("(\\d+)")}$`), letters, right: options[0]! });
  }
}

/** Somebody followed a lesson of a course that is in no file. */
export function followed(prompt: string, right: string) {
  taught.set(prompt, right);
}

function plain(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}

/** The right answer to a question of a lesson; nothing where a number is to be read and typed. */
export function known(prompt: string): string | undefined {
  for (const { looks, letters, right } of reckoned) {
    const numbers = looks.exec(prompt.trim())?.slice(1);
    if (!numbers) continue;
    const worth = (formula: string) => formula.replace(/[a-z]/g, (letter) => numbers[letters.indexOf(letter)]!);
    // Formulas of our own files, of digits and signs.
    return right.replace(/\{([^}]*)\}/g, (_, formula: string) => String(Function(`return ${worth(formula)}`)()));
  }
  return taught.get(prompt.trim());
}

/** The digits in a request to type a number. */
export function digits(prompt: string): string {
  return (prompt.match(/\d[\d ]*\d|\d/)?.[0] ?? "").replaceAll(" ", "");
}

/** What the product says of one's own study, in milliseconds over all classes. */
export async function studied(request: APIRequestContext) {
  const response = await request.get("/api/study/enrolments");
  expect(response.ok()).toBe(true);
  const sum = { counted: 0, waiting: 0, verified: 0 };
  for (const enrolment of await response.json()) {
    for (const lesson of enrolment.lessons) {
      sum.counted += lesson.counted_ms;
      sum.waiting += lesson.waiting_ms;
      sum.verified += lesson.verified_ms;
    }
  }
  return sum;
}

/** What the ledger's entries of the person on this page say of their device's signature, in order. */
export async function signatures(request: APIRequestContext): Promise<string[]> {
  const own = new Set((await (await request.get("/api/study/enrolments")).json()).map(({ enrolment }: { enrolment: string }) => enrolment));
  const { entries } = await (await request.get("/api/ledger/entries?from=0&to=1000")).json();
  const bodies = entries.map(({ body }: { body: string }) => JSON.parse(body));
  return bodies.filter((body: { enrolment: string }) => own.has(body.enrolment)).map((body: { check?: { signed: string } }) => body.check?.signed);
}
