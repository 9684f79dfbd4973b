/** Errors that have an HTTP status of their own; everything else is a 500. */
export const STATUS = {
  MONEY_INVALID_INPUT: 400,
  MONEY_NOT_FOUND: 404,
  MONEY_CONFLICT: 409,
  MONEY_UNAVAILABLE: 503,
} as const;
export type MoneyErrorCode = keyof typeof STATUS;

/** An error whose message may be shown to the client: it holds no SQL, no secret and no stack. */
export class MoneyError extends Error {
  override readonly name = "MoneyError";
  readonly code: MoneyErrorCode;
  /** JSON facts for the client beside the message, such as the offending key. */
  readonly details: Readonly<Record<string, unknown>>;

  constructor(code: MoneyErrorCode, message: string, details: Record<string, unknown> = {}) {
    super(message);
    this.code = code;
    this.details = details;
  }
}

/** Bad input, 400 (from the environment: exit code 2). `rule` continues the words "must be". */
export function invalidInput(key: string, rule: string, value: unknown): MoneyError {
  const shown = value === undefined ? "nothing" : shorten(JSON.stringify(value));
  const message = `${key} must be ${rule}, got ${shown}`;
  // JSON has no undefined: the key is there with null, so that clients need not test for it.
  return new MoneyError("MONEY_INVALID_INPUT", message, { key, rule, value: value ?? null });
}

/** Something that the URL or the body names does not exist, 404. */
export function notFound(what: string, id: number | string): MoneyError {
  return new MoneyError("MONEY_NOT_FOUND", `${what} ${id} does not exist`);
}

/** The request is well formed and cannot be done in the present state, 409. */
export function conflict(message: string, details: Record<string, unknown> = {}): MoneyError {
  return new MoneyError("MONEY_CONFLICT", message, details);
}

/** The code and the message of anything thrown; "" for what it lacks. */
export function errorFacts(thrown: unknown): { code: string; message: string } {
  if (!(thrown instanceof Error)) return { code: "", message: String(thrown) };
  return { code: "code" in thrown ? String(thrown.code) : "", message: thrown.message };
}

const SHOWN_CHARACTERS = 80;

function shorten(json: string): string {
  return json.length > SHOWN_CHARACTERS ? `${json.slice(0, SHOWN_CHARACTERS)}…` : json;
}
