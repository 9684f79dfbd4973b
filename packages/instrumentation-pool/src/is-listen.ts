const LOWER_L = 0x6c;
const UPPER_L = 0x4c;

/** Whether a query is LISTEN: whoever holds its connection waits for notifications. */
export function isListen(text: string): boolean {
  // The first letter settles it for nearly every query, without running the expression.
  const first = text.charCodeAt(0);
  if (first > 0x20 && first !== LOWER_L && first !== UPPER_L) return false;
  return /^\s*listen\s/i.test(text);
}
