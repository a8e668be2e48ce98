import { setTimeout as sleep } from 'node:timers/promises';

interface WaitOptions {
  seconds?: number;
  /** The error message after a timeout. */
  message?: () => string;
}

/** Polls until the result is not null, undefined or false. @throws {Error} after a timeout */
export async function waitFor<T>(
  ask: () => Promise<T> | T,
  { seconds = 10, message: otherwise = () => `no answer after ${seconds} s: ${ask}` }: WaitOptions = {},
): Promise<NonNullable<T>> {
  const end = Date.now() + seconds * 1000;
  for (;;) {
    const answer = await ask();
    if (answer !== null && answer !== undefined && answer !== false) return answer;
    if (Date.now() > end) throw new Error(otherwise());
    await sleep(50);
  }
}
