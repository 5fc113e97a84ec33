// A server of a test's own, beside the one that all tests share.
import { spawn, type ChildProcess } from "node:child_process";
import { createServer, type AddressInfo } from "node:net";

import { expect } from "@playwright/test";

const started: ChildProcess[] = [];

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await new Promise((done) => server.once("listening", done));
  const { port } = server.address() as AddressInfo;
  await new Promise((done) => server.close(done));
  return port;
}

/** Starts a program and waits until it answers. */
export async function starts(address: string, command: string, args: string[], env: object = {}) {
  const program = spawn(command, args, { env: { ...process.env, ...env }, stdio: ["ignore", "ignore", "inherit"] });
  started.push(program);
  await expect(async () => expect((await fetch(address)).ok).toBe(true)).toPass({ timeout: 20_000 });
}

/** Ends what was started. */
export function endAll() {
  for (const program of started.splice(0)) program.kill("SIGTERM");
}
