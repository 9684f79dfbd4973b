/** A difference of times for people: `−47.3 s`, `−2 min 02 s`, `0`, `+5 min`. Uses the minus sign, U+2212. */
export function offsetText(seconds: number): string {
  if (Math.abs(seconds) < 0.05) return "0";
  return `${seconds < 0 ? "−" : "+"}${durationText(Math.abs(seconds))}`;
}

/** A stretch of time for people: `+5 to +30 min`. Without an end a moment. */
export function stretchText(from: number, until: number | undefined): string {
  if (until === undefined) return offsetText(from);
  return `${offsetText(from).replace(/ min$/, "")} to ${offsetText(until)}`;
}

/** A duration for people: `47.3 s`, `2 min 02 s`, `5 min`. */
export function durationText(seconds: number): string {
  if (seconds < 59.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  const rest = whole % 60;
  const minutes = `${Math.floor(whole / 60)} min`;
  return rest === 0 ? minutes : `${minutes} ${String(rest).padStart(2, "0")} s`;
}

/** A short stretch of time for people: `< 0.1 ms`, `0.4 ms`, `812 ms`, `5.01 s`. */
export function shortDuration(seconds: number): string {
  if (seconds >= 0.9995) return `${seconds.toFixed(seconds >= 10 ? 1 : 2).replace(/\.?0+$/, "")} s`;
  const milliseconds = seconds * 1000;
  if (milliseconds < 0.05) return "< 0.1 ms";
  return `${milliseconds.toFixed(milliseconds < 9.95 ? 1 : 0).replace(/\.0$/, "")} ms`;
}
