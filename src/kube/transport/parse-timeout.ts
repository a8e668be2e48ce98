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
/** The longest delay of a Node timer: 24 days. */
const MAX_DELAY_MS = 2 ** 31 - 1;
const DURATION = /^(?:(?:\d+\.?\d*|\.\d+)(?:ns|us|µs|μs|ms|s|m|h))+$/;

/**
 * Parses `--request-timeout` as kubectl does (tools/clientcmd/overrides.go, ParseTimeout): whole seconds, or a
 * Go duration such as `1h30m`.
 * @returns milliseconds; 0 for no timeout
 */
export function parseTimeout(text: string): number {
  if (/^\+?\d+$/.test(text)) return Math.min(Number(text) * 1000, MAX_DELAY_MS);
  if (!DURATION.test(text))
    throw new UserError(
      'Invalid timeout value. Timeout must be a single integer in seconds, or an integer followed by a corresponding time unit (e.g. 1s | 2m | 3h)',
    );
  const parts = [...text.matchAll(/([\d.]+)(\D+)/g)];
  const sum = parts.reduce((ms, [, amount, unit = '']) => ms + Number(amount) * (UNITS[unit] ?? 0), 0);
  return Math.min(sum, MAX_DELAY_MS);
}
