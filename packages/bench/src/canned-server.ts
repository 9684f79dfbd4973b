import { Duplex } from "node:stream";

/*
 * PostgreSQL's side of the wire, canned: it answers every query with one row of one integer. In the process and without a socket, so that what is measured
 * is JavaScript: pg's own serializer and parser run, system calls and another process do not.
 * Source: https://www.postgresql.org/docs/18/protocol-message-formats.html
 */

function message(type: string, ...parts: (string | Buffer)[]): Buffer {
  const body = Buffer.concat(
    parts.map((part) => (typeof part === "string" ? Buffer.from(part) : part)),
  );
  const header = Buffer.alloc(5);
  header.write(type);
  header.writeInt32BE(body.length + 4, 1);
  return Buffer.concat([header, body]);
}

const int16 = (n: number): Buffer => Buffer.from([n >> 8, n & 0xff]);
const int32 = (n: number): Buffer =>
  Buffer.from([n >>> 24, (n >> 16) & 0xff, (n >> 8) & 0xff, n & 0xff]);

const READY = message("Z", "I");
const HELLO = Buffer.concat([message("R", int32(0)), message("K", int32(1), int32(1)), READY]);
const ROW_DESCRIPTION = message(
  "T",
  int16(1),
  "x\0",
  int32(0),
  int16(0),
  int32(23),
  int16(4),
  int32(-1),
  int16(0),
);
const ROW = message("D", int16(1), int32(1), "7");
const COMPLETE = message("C", "SELECT 1\0");
const SIMPLE_ANSWER = Buffer.concat([ROW_DESCRIPTION, ROW, COMPLETE, READY]);
const EXTENDED_ANSWER = Buffer.concat([
  message("1"),
  message("2"),
  ROW_DESCRIPTION,
  ROW,
  COMPLETE,
  READY,
]);

/** The answer to a query of which a unique constraint disapproves. */
export const ERROR_ANSWER: Buffer = Buffer.concat([
  message("E", "SERROR\0", "C23505\0", "Mduplicate key\0", "\0"),
  READY,
]);

const TERMINATE = 0x58;
const SIMPLE_QUERY = 0x51;
const SYNC = 0x53;

/** The socket of one connection to the canned server. */
export class CannedSocket extends Duplex {
  #isStarted = false;

  connect(): this {
    process.nextTick(() => this.emit("connect"));
    return this;
  }

  setNoDelay(): this {
    return this;
  }

  setKeepAlive(): this {
    return this;
  }

  ref(): this {
    return this;
  }

  unref(): this {
    return this;
  }

  override _read(): void {}

  override _write(chunk: Buffer, _encoding: string, callback: () => void): void {
    const answer = this.answerTo(chunk);
    // On a later turn of the loop, as from a socket.
    if (answer !== undefined) setImmediate(() => this.push(answer));
    callback();
  }

  /** What the server says to `chunk`; undefined when it waits for more. */
  protected answerTo(chunk: Buffer): Buffer | undefined {
    if (!this.#isStarted) {
      this.#isStarted = true;
      return HELLO;
    }
    if (chunk[0] === TERMINATE) setImmediate(() => this.destroy());
    if (chunk[0] === SIMPLE_QUERY) return SIMPLE_ANSWER;
    // The extended protocol ends each query with a Sync of five bytes; pg corks the messages of one query or writes them one by one.
    return chunk[chunk.length - 5] === SYNC ? EXTENDED_ANSWER : undefined;
  }
}
