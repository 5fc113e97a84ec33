// Learners who study through the open API, as any other client may: so that a class has something to show.
import { expect, request, type APIRequestContext } from "@playwright/test";

import { PASSWORD, digits, known } from "./city";

/** What the server says about a check. */
type Check = { id: string };

export class Studier {
  private api!: APIRequestContext;
  private session = "";
  private seq = 0;
  private position = 0;
  private duration = 0;
  check: Check | undefined;
  /** Whether the open check is on the screen. */
  looked = false;
  verified = 0;

  constructor(private readonly base: string, readonly account: string, private readonly course: string) {}

  /** Signs in and opens the first lesson of the course that is not done. */
  async begin() {
    const door = await request.newContext({ baseURL: this.base });
    const signed = await door.post("/api/sign-in", { data: { account: this.account, password: PASSWORD } });
    expect(signed.ok(), `${this.account} signs in`).toBe(true);
    const { token } = await signed.json();
    await door.dispose();
    this.api = await request.newContext({ baseURL: this.base, extraHTTPHeaders: { authorization: `Bearer ${token}` } });
    const enrolments: { enrolment: string; course: string; lessons: { lesson: string; kind: string }[] }[] =
      await (await this.api.get("/api/study/enrolments")).json();
    const { enrolment, lessons } = enrolments.find(({ course }) => course === this.course)!;
    const opened = await this.post("/api/study/sessions", { enrolment, lesson: lessons[0]!.lesson });
    Object.assign(this, { session: opened.session, position: opened.position_ms, duration: opened.duration_ms, check: opened.check });
  }

  /** Says that the lesson ran for so long since the last time. */
  async played(ms: number) {
    const to = Math.min(this.position + ms, this.duration);
    const beat = { session: this.session, seq: ++this.seq, played: [[this.position, to]], position_ms: to, state: "playing" };
    const answer = await this.post("/api/study/beats", beat);
    this.position = to;
    this.check = answer.check;
    this.verified = answer.verified_ms;
  }

  /** The question comes onto the screen; its time runs. */
  async look() {
    this.looked = true;
    return this.post(`/api/study/checks/${this.check!.id}/shown`, {});
  }

  /** Answers the open check rightly. */
  async answer() {
    const shown: { prompt: string; options?: string[] } = await this.look();
    const right = known(shown.prompt);
    const answer = shown.options ? String(shown.options.indexOf(right!)) : digits(shown.prompt);
    const answered = await this.post(`/api/study/checks/${this.check!.id}/answer`, { answer });
    this.check = undefined;
    this.looked = false;
    this.verified = answered.verified_ms;
  }

  private async post(path: string, data: unknown) {
    const response = await this.api.post(path, { data });
    expect(response.ok(), `${path}: ${response.status()} ${await response.text()}`).toBe(true);
    return response.json();
  }
}
