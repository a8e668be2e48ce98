import { UserError } from '../../model/errors.ts';

const UNITS: Readonly<Record<string, number>> = {
  ns: 1e-6,
  us: 1e-3,
  µs: 1e-3,
  μs: 1e-3,
  ms: 1,
  s: 1e3,
  m: 6e4,
  h: 36e5,
};
/** What a timer of Node's can wait: 24 days. */
const LONGEST = 2 ** 31 - 1;
const DURATION = /^(?:(?:\d+\.?\d*|\.\d+)(?:ns|us|µs|μs|ms|s|m|h))+$/;

/**
 * `--request-timeout` as kubectl reads it (tools/clientcmd/overrides.go, ParseTimeout): whole seconds, or a
 * Go duration such as `1h30m`.
 * @returns milliseconds; 0 for no timeout
 */
export function parseTimeout(text: string): number {
  if (/^\+?\d+$/.test(text)) return Math.min(Number(text) * 1000, LONGEST);
  if (!DURATION.test(text))
    throw new UserError(
      'Invalid timeout value. Timeout must be a single integer in seconds, or an integer followed by a corresponding time unit (e.g. 1s | 2m | 3h)',
    );
  const parts = [...text.matchAll(/([\d.]+)(\D+)/g)];
  const sum = parts.reduce((ms, [, amount, unit = '']) => ms + Number(amount) * (UNITS[unit] ?? 0), 0);
  return Math.min(sum, LONGEST);
}
