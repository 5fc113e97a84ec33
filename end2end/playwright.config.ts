import { defineConfig } from "@playwright/test";

// `.ci/journeys` makes the databases and names free ports; here the servers are started and watched.
const port = process.env.PORT ?? "3199";

/** A city whose people the journeys are: where it is, and what the product's binary has to know of it. */
function city(port: string, env: Record<string, string>) {
  const baseURL = `http://127.0.0.1:${port}`;
  const project = { workers: 1, use: { baseURL }, metadata: { env } };
  const server = {
    command: `${process.env.XUESHI ?? "../target/debug/xueshi"} serve`,
    env,
    url: `${baseURL}/healthz`,
    timeout: 30_000,
    reuseExistingServer: false,
    stdout: "ignore" as const,
    stderr: "pipe" as const,
    gracefulShutdown: { signal: "SIGTERM" as const, timeout: 5_000 },
  };
  return { project, server };
}

/** Journeys that mostly wait, for time is what they are about. What others come to see on their pages is none of theirs. */
const WAITING = /(firefox|hardship|hold|keyboard|passkey|tricks)\.spec\.ts/;
const main = city(port, {});
const folder = process.env.ASIDE;
const aside = folder
  ? city(process.env.ASIDE_PORT!, {
      XUESHI_LISTEN: `127.0.0.1:${process.env.ASIDE_PORT}`,
      XUESHI_DATABASE: `sqlite:${folder}/xueshi.db`,
      XUESHI_KEY_FILE: `${folder}/xueshi.key`,
      XUESHI_EXPORTS: `${folder}/exports`,
      XUESHI_FILMS: `${folder}/films`,
    })
  : undefined;

export default defineConfig({
  testDir: ".",
  outputDir: "results",
  // One at a time in each city.
  workers: aside ? 2 : 1,
  fullyParallel: false,
  // A journey that passes only the second time is a fault found.
  retries: 0,
  forbidOnly: !!process.env.CI,
  timeout: 120_000,
  expect: { timeout: 10_000 },
  reporter: [["list"]],
  use: {
    baseURL: main.project.use.baseURL,
    locale: "zh-CN",
    timezoneId: "Asia/Shanghai",
    trace: "retain-on-failure",
    screenshot: "only-on-failure",
    launchOptions: {
      executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
      chromiumSandbox: false,
      args: [
        "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
        "--disable-component-update", "--disable-sync", "--autoplay-policy=no-user-gesture-required",
      ],
    },
  },
  projects: [
    { name: "waiting", testMatch: WAITING, ...(aside ?? main).project },
    { name: "acting", testIgnore: WAITING, ...main.project },
  ],
  webServer: aside ? [main.server, aside.server] : [main.server],
});
