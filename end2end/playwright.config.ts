import { defineConfig } from "@playwright/test";

// `.ci/journeys` makes the database and names a free port; here the server is started and watched.
const base = `http://127.0.0.1:${process.env.PORT ?? 3199}`;

export default defineConfig({
  testDir: ".",
  outputDir: "results",
  // One at a time: the journeys share one city, and two cores serve browser and server.
  workers: 1,
  fullyParallel: false,
  // A journey that passes only the second time is a fault found.
  retries: 0,
  forbidOnly: !!process.env.CI,
  timeout: 120_000,
  expect: { timeout: 10_000 },
  reporter: [["list"]],
  use: {
    baseURL: base,
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
  webServer: {
    command: `${process.env.XUESHI ?? "../target/debug/xueshi"} serve`,
    url: `${base}/healthz`,
    timeout: 30_000,
    reuseExistingServer: false,
    stdout: "ignore",
    stderr: "pipe",
    gracefulShutdown: { signal: "SIGTERM", timeout: 5_000 },
  },
});
