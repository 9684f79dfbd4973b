/** Resolves when `work` has settled, or after `millis`; never rejects. */
export async function withinMillis(millis: number, work: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, Math.max(millis, 0));
  });
  await Promise.race([work.catch(() => undefined), late]);
  clearTimeout(timer);
}
