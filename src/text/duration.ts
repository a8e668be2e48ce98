import { UserError } from '../model/errors.ts';

/**
 * Formats a duration as kubectl prints ages: `5m12s`, `3h4m`, `12d`.
 * Source: HumanDuration, apimachinery/pkg/util/duration/duration.go.
 * @param ms milliseconds
 */
export function humanDuration(ms: number): string {
  const seconds = Math.trunc(ms / 1000);
  if (seconds < -1) return '<invalid>';
  if (seconds < 0) return '0s';
  if (seconds < 120) return `${seconds}s`;
  const minutes = Math.trunc(seconds / 60);
  if (minutes < 10) return pair(minutes, 'm', seconds % 60, 's');
  if (minutes < 180) return `${minutes}m`;
  const hours = Math.trunc(minutes / 60);
  if (hours < 8) return pair(hours, 'h', minutes % 60, 'm');
  if (hours < 48) return `${hours}h`;
  const days = Math.trunc(hours / 24);
  if (hours < 192) return pair(days, 'd', hours % 24, 'h');
  if (hours < 24 * 365 * 2) return `${days}d`;
  const years = Math.trunc(days / 365);
  return hours < 24 * 365 * 8 ? pair(years, 'y', days % 365, 'd') : `${years}y`;
}

function pair(large: number, unit: string, small: number, smallUnit: string): string {
  return small === 0 ? `${large}${unit}` : `${large}${unit}${small}${smallUnit}`;
}

/** The latest of API timestamps; null if all are null. */
export function latest(times: readonly (string | null)[]): string | null {
  const known = times.filter((time) => time !== null);
  return known.reduce<string | null>(
    (last, time) => (last === null || Date.parse(time) > Date.parse(last) ? time : last),
    null,
  );
}

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
