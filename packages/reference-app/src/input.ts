import { invalidInput } from "./errors.ts";

/** Inclusive bounds of an integer; `unit` is shown to whoever breaks them. */
export interface IntegerRule {
  min: number;
  max: number;
  unit?: string;
}

/** Ids are bigint in the database; above 2^53 JavaScript would round them to a neighbour's. */
export const ID_RULE: IntegerRule = { min: 1, max: Number.MAX_SAFE_INTEGER };

/**
 * The integer that a JSON value holds.
 * @throws MoneyError `MONEY_INVALID_INPUT` when it is not a number, not an integer or out of bounds.
 */
export function readInteger(key: string, value: unknown, rule: IntegerRule): number {
  if (typeof value !== "number" || !Number.isInteger(value)) throw breaks(key, rule, value);
  if (value < rule.min || value > rule.max) throw breaks(key, rule, value);
  return value;
}

/**
 * The integer that a piece of text holds: a path or query parameter, or an environment variable.
 * @throws MoneyError `MONEY_INVALID_INPUT`, also for a parameter that is given twice.
 */
export function parseInteger(key: string, text: unknown, rule: IntegerRule): number {
  if (typeof text !== "string" || !/^\d{1,16}$/.test(text)) throw breaks(key, rule, text);
  const value = Number(text);
  if (value < rule.min || value > rule.max) throw breaks(key, rule, text);
  return value;
}

/**
 * The text that a JSON value holds, without the blanks around it; 1 to `maxCharacters` long.
 * @throws MoneyError `MONEY_INVALID_INPUT`
 */
export function readText(key: string, value: unknown, maxCharacters: number): string {
  const text = typeof value === "string" ? value.trim() : "";
  // PostgreSQL's text type cannot hold NUL: it would answer with an error of its own.
  if (text === "" || text.length > maxCharacters || text.includes("\0")) {
    throw invalidInput(key, `text of 1 to ${maxCharacters} characters`, value);
  }
  return text;
}

/**
 * The fields of a JSON body.
 * @throws MoneyError `MONEY_INVALID_INPUT` when the body is absent, no JSON object, or not sent as JSON.
 */
export function readBody(body: unknown): Readonly<Record<string, unknown>> {
  if (typeof body !== "object" || body === null || Array.isArray(body)) {
    throw invalidInput("body", "a JSON object sent as application/json", body);
  }
  return { ...body };
}

function breaks(key: string, { min, max, unit }: IntegerRule, value: unknown): Error {
  return invalidInput(key, `an integer from ${min} to ${max}${unit ? ` (${unit})` : ""}`, value);
}
