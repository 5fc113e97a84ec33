// A server of a test's own, beside the one that all tests share.
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { createServer, type AddressInfo } from "node:net";

import { expect } from "@playwright/test";

const started: ChildProcess[] = [];

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  await new Promise((done) => server.close(done));
  return port;
}

/** Starts a program and waits until it answers; what it has printed is asked of what this gives back. */
export async function starts(address: string, command: string, args: string[], env: object = {}): Promise<() => string> {
  const program = spawn(command, args, { env: { ...process.env, ...env }, stdio: ["ignore", "pipe", "inherit"] });
  started.push(program);
  let said = "";
  program.stdout!.on("data", (bytes: Buffer) => (said += bytes.toString()));
  // Somebody answers, if only that there is nothing at this address.
  await expect(async () => expect((await fetch(address)).status).toBeLessThan(500)).toPass({ timeout: 20_000 });
  return () => said;
}

/** Ends what was started, and waits until it is gone. */
export async function endAll() {
  const gone = started.splice(0).filter((program) => program.exitCode === null && program.kill("SIGTERM"));
  await Promise.all(gone.map((program) => once(program, "exit")));
}
