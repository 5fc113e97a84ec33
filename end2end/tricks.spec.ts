// Tricks played in the page itself. The page belongs to whoever sits before it, so nothing in it is believed: whatever
// is done here, no more is counted than real time, and nothing is verified without an answer.
import { expect, test, type Page } from "@playwright/test";

import { PHONE, device, signIn, studied } from "./city";
import { playsFor, start } from "./lesson";

/** Milliseconds of one's own clock, which no page can reach. */
const now = () => performance.now();

/** Opens the first lesson and starts it; the real time at which nothing was counted yet. */
async function studying(page: Page, account: string) {
  await signIn(page, account, "/learn");
  await page.locator(".lessons a").first().click();
  await expect(page.locator("[data-awake='true']")).toBeVisible({ timeout: 20_000 });
  const before = (await studied(page.request)).counted;
  const at = now();
  await start(page);
  return { before, at };
}

test("speed, jumps, a false end and a false clock gain nothing, and honest play goes on counting", async ({ browser }) => {
  const page = await (await device(browser, PHONE)).newPage();
  await page.addInitScript(() => {
    // Every clock of the page runs ten times as fast.
    const real = performance.now.bind(performance);
    performance.now = () => real() * 10;
    const date = Date.now;
    Date.now = () => date() * 10;
  });
  const { before, at } = await studying(page, "learner05");
  await page.locator("video").evaluate((video: HTMLVideoElement) => {
    // Asked for its speed it says 1; it runs at 8.
    const rate = Object.getOwnPropertyDescriptor(HTMLMediaElement.prototype, "playbackRate")!;
    rate.set!.call(video, 8);
    Object.defineProperty(video, "playbackRate", { get: () => 1, set: () => undefined });
  });
  await page.waitForTimeout(5_000);
  await page.locator("video").evaluate((video: HTMLVideoElement) => {
    video.currentTime = video.duration - 1;
    video.dispatchEvent(new Event("timeupdate"));
    video.dispatchEvent(new Event("ended"));
  });
  await page.waitForTimeout(4_000);
  const { counted, verified } = await studied(page.request);
  expect(counted - before).toBeLessThanOrEqual(now() - at);
  expect(verified).toBe(0);

  await page.reload();
  const honest = (await studied(page.request)).counted;
  await start(page);
  await playsFor(page, 6);
  await expect.poll(async () => (await studied(page.request)).counted, { timeout: 10_000 }).toBeGreaterThan(honest + 3_000);
});

test("forged beats and an edited queue gain nothing", async ({ browser }) => {
  const page = await (await device(browser, PHONE)).newPage();
  const sessions: string[] = [];
  page.on("response", async (response) => {
    if (response.url().endsWith("/api/study/sessions")) sessions.push((await response.json()).session);
  });
  const { before, at } = await studying(page, "learner10");
  await playsFor(page, 4);
  const said = await page.evaluate(async (session) => {
    const forged = (seq: number) => ({ session, seq, played: [[0, 3_600_000]], position_ms: 0, state: "ended" });
    const post = (path: string, body: unknown) =>
      fetch(path, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) }).then(({ status }) => status);
    return [
      await post("/api/study/beats", forged(900)),
      await post("/api/study/beats/batch", Array.from({ length: 60 }, (_, n) => forged(1000 + n))),
      await post("/api/study/beats", { ...forged(2000), played: [[0, 9e15]] }),
    ];
  }, sessions[0]!);
  expect(said).toEqual([200, 200, 400]);
  expect((await studied(page.request)).counted - before).toBeLessThanOrEqual(now() - at);

  // Beats of an hour that never was, put where the page keeps what it could not send.
  await page.evaluate((session) => {
    const beats = Array.from({ length: 200 }, (_, n) => ({ session, seq: 5000 + n, played: [[n * 15_000, n * 15_000 + 15_000]], position_ms: 0, state: "playing" }));
    localStorage.setItem("xueshi.beats.forged.forged", JSON.stringify({ tab: "x", saved_at: 1, at_work: false, beats }));
  }, sessions[0]!);
  await page.reload();
  await expect.poll(() => page.evaluate(() => localStorage.getItem("xueshi.beats.forged.forged")), { timeout: 20_000 }).toBeNull();
  const { counted, verified } = await studied(page.request);
  expect(counted - before).toBeLessThanOrEqual(now() - at);
  expect(verified).toBe(0);
});

test("a check that is removed, blocked or clicked away verifies nothing, and what waits stops growing", async ({ browser }) => {
  const page = await (await device(browser, PHONE)).newPage();
  await studying(page, "learner13");
  await page.route("**/api/study/checks/**", (route) => route.abort());
  await page.evaluate(() => {
    // The dialog is taken out, and every button pressed that there is.
    setInterval(() => {
      document.querySelector("dialog")?.remove();
      document.querySelector<HTMLButtonElement>("[data-play]")?.click();
      void document.querySelector("video")?.play().catch(() => undefined);
    }, 500);
  });
  // Longer than the longest interval between two checks and the time that still counts after one is due.
  await page.waitForTimeout(55_000);
  const first = await studied(page.request);
  await page.waitForTimeout(8_000);
  const second = await studied(page.request);
  expect([first.verified, second.verified]).toEqual([0, 0]);
  expect(second.counted).toBe(first.counted);
  expect(second.waiting).toBeLessThanOrEqual(40_000 + 6_000);
});
