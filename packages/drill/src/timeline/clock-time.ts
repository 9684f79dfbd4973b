/** The local time of day of a moment (Unix seconds), to the tenth of a second: `14:15:03.4`. */
export function clockTime(at: number): string {
  // The small amount keeps 3.4, which floating point may hold as 3.39999, at 3.4.
  const date = new Date(Math.floor(at * 10 + 1e-3) * 100);
  const parts = [date.getHours(), date.getMinutes(), date.getSeconds()].map(twoDigits);
  return `${parts.join(":")}.${Math.floor(date.getMilliseconds() / 100)}`;
}

function twoDigits(value: number): string {
  return String(value).padStart(2, "0");
}
