import { CannedSocket, ERROR_ANSWER } from "../canned-server.ts";

// Often enough that a million acquires meet each fault thousands of times.
const REFUSED_SHARE = 0.05;
const RESET_SHARE = 0.002;
const ERROR_SHARE = 0.02;

/** A socket of the canned server that refuses, breaks and answers with errors now and then. */
export class FaultySocket extends CannedSocket {
  readonly #random: () => number;
  #isStarted = false;

  constructor(random: () => number) {
    super();
    this.#random = random;
  }

  override connect(): this {
    if (this.#random() >= REFUSED_SHARE) return super.connect();
    process.nextTick(() => this.destroy(socketError("ECONNREFUSED")));
    return this;
  }

  protected override answerTo(chunk: Buffer): Buffer | undefined {
    const answer = super.answerTo(chunk);
    if (answer === undefined || !this.#isStarted) {
      this.#isStarted ||= answer !== undefined;
      return answer;
    }
    if (this.#random() < RESET_SHARE) {
      setImmediate(() => this.destroy(socketError("ECONNRESET")));
      return undefined;
    }
    return this.#random() < ERROR_SHARE ? ERROR_ANSWER : answer;
  }
}

function socketError(code: string): Error {
  return Object.assign(new Error(`socket ${code}`), { code });
}
