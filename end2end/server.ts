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

/** Starts a program; what it has printed is asked of what this gives back. */
export function begins(command: string, args: string[], env: object = {}): () => string {
  const program = spawn(command, args, { env: { ...process.env, ...env }, stdio: ["ignore", "pipe", "inherit"] });
  started.push(program);
  let said = "";
  program.stdout!.on("data", (bytes: Buffer) => (said += bytes.toString()));
  return () => said;
}

/** Starts a program and waits until it answers. */
export async function starts(address: string, command: string, args: string[], env: object = {}) {
  begins(command, args, env);
  await expect(async () => expect((await fetch(address)).ok).toBe(true)).toPass({ timeout: 20_000 });
}

/** Ends what was started, and waits until it is gone. */
export async function endAll() {
  const gone = started.splice(0).filter((program) => program.exitCode === null && program.kill("SIGTERM"));
  await Promise.all(gone.map((program) => once(program, "exit")));
}
