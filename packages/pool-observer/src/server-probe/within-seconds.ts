import { ProbeFailure } from "./probe-failure.ts";

/** What `promise` gives, or a failure after `seconds`. The timer does not keep the process alive. */
export async function withinSeconds<T>(seconds: number, promise: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new ProbeFailure("TIMEOUT")), seconds * 1000);
    timer.unref();
  });
  try {
    return await Promise.race([promise, tooLate]);
  } finally {
    clearTimeout(timer);
  }
}
