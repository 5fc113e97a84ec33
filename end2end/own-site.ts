// A site of a test's own, in an empty database, whose days can go by: its server is started again with a clock further ahead.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { expect, type Browser, type Page } from "@playwright/test";

import { DESK, device, xueshiOn } from "./city";
import { OWN_PASSWORD, registers, type Somebody } from "./people";
import { begins, endAll, freePort, starts } from "./server";

const XUESHI = process.env.XUESHI ?? "../target/debug/xueshi";
const DAY_MS = 86_400_000;

export class OwnSite {
  readonly env: Record<string, string> = {};
  private ahead = 0;
  private readonly whose = new Map<Page, Somebody>();
  /** What the witness is told to watch, once there is one. */
  private watches: string[] = [];
  /** The witness's public key, once it has begun. */
  witnessKey = "";

  private constructor(readonly folder: string, readonly baseURL: string) {}

  /** Sets a bureau up; answers the site and the link by which its first officer comes in. */
  static async begins(bureau: string, officer: Somebody): Promise<[OwnSite, string]> {
    const folder = await mkdtemp(join(tmpdir(), "xueshi-own-"));
    const port = await freePort();
    const site = new OwnSite(folder, `http://127.0.0.1:${port}`);
    Object.assign(site.env, {
      XUESHI_DATABASE: `sqlite:${folder}/x.db`,
      XUESHI_KEY_FILE: `${folder}/key`,
      XUESHI_EXPORTS: `${folder}/exports`,
      XUESHI_FILMS: `${folder}/films`,
      XUESHI_LISTEN: `127.0.0.1:${port}`,
    });
    const said = await site.runs("init", "--division", "370500", "--bureau", bureau, "--credit-code", "11000000000000001Y", "--phone", "12333", "--officer", officer.name);
    await site.serves();
    return [site, /\/invitation\/[\w-]+/.exec(said)![0]];
  }

  /** What a subcommand says on this site's database, or on another. */
  runs(...args: string[]): Promise<string> {
    return xueshiOn(this.env, ...args);
  }

  private async serves(...witness: string[]) {
    await starts(`${this.baseURL}/healthz`, XUESHI, ["serve", ...witness], this.env);
  }

  /** So many days go by. */
  async daysLater(days: number) {
    await endAll();
    this.ahead += days;
    this.env.XUESHI_DAYS_AHEAD = String(this.ahead);
    const witness = this.watches.length > 0 ? ["--witness", await this.witnessStarts()] : [];
    await this.serves(...witness);
  }

  /** The next time that days go by a witness begins to watch: a program with a key and a state of its own. */
  async isWitnessed() {
    const { keys }: { keys: { public_key: string; audit_public_key: string }[] } = await (await fetch(`${this.baseURL}/api/ledger/keys`)).json();
    const all = keys.flatMap((key) => [key.public_key, key.audit_public_key]);
    this.watches = all.flatMap((key) => ["--watch", `${key.split("+")[0]}=${key}`]);
  }

  /** Answers its address and key. */
  private async witnessStarts(): Promise<string> {
    const at = `127.0.0.1:${await freePort()}`;
    const env = { ...this.env, XUESHI_KEY_FILE: `${this.folder}/witness.key` };
    const args = ["witness", "--listen", at, "--name", "auditor.example/w1", "--state", `${this.folder}/witness.state`, ...this.watches];
    // It prints its key once it listens.
    const said = begins(XUESHI, args, env);
    const key = /^auditor\.example\/w1\+\S+$/m;
    await expect.poll(said, { timeout: 20_000 }).toMatch(key);
    this.witnessKey = key.exec(said())![0];
    return `http://${at}=${this.witnessKey}`;
  }

  /** The day that it is here, in eight digits. */
  today(): string {
    const now = Date.now() + this.ahead * DAY_MS;
    return new Intl.DateTimeFormat("sv-SE", { timeZone: "Asia/Shanghai" }).format(now).replaceAll("-", "");
  }

  /** A device that nobody has signed in on. */
  async stranger(browser: Browser, viewport = DESK): Promise<Page> {
    return (await device(browser, viewport, { baseURL: this.baseURL })).newPage();
  }

  /** Somebody comes with a device of their own, registers and signs in, beginning on the page that is open there. */
  async comes(browser: Browser, who: Somebody, viewport = DESK, page?: Page): Promise<Page> {
    page ??= await this.stranger(browser, viewport);
    this.whose.set(page, who);
    return registers(page.context(), who, page);
  }

  /** Opens a page; whose sign-in has ended meanwhile signs in again. */
  async opens(page: Page, path: string) {
    await page.goto(path);
    if (!page.url().includes("/sign-in")) return;
    await page.getByLabel("手机号或账号").fill(this.whose.get(page)!.phone);
    await page.getByLabel("密码").fill(OWN_PASSWORD);
    await page.getByRole("button", { name: "登录", exact: true }).click();
    await expect(page).toHaveURL(new RegExp(`${path}$`));
  }

  async ends() {
    await endAll();
    await rm(this.folder, { recursive: true, force: true });
  }
}
