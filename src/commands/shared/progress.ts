import type { IO, Output, Progress } from '../../model/io.ts';

/** Nothing is shown before this time. */
const DELAY_MS = 500;
const REDRAW_MS = 100;
const ERASE = '\r\x1b[K';

/** Shows one line of progress on a terminal, and erases it at the end. Does nothing without a terminal. */
export function showProgress(io: IO, verbosity: number): Progress {
  const { stderr, env } = io;
  if (!stderr.isTTY || env.TERM === 'dumb' || verbosity > 0) return { update: () => {}, io, end: () => {} };
  const lists = new Map<string, string>();
  let next = performance.now() + DELAY_MS;
  let shown = false;
  const end = () => {
    if (shown) stderr.write(ERASE);
    shown = false;
  };
  const erasing: Output = {
    ...(stderr.columns !== undefined && { columns: stderr.columns }),
    isTTY: true,
    write(text, done) {
      end();
      return stderr.write(text, done);
    },
  };
  return {
    update(plural, read, remaining) {
      if (remaining === 0) lists.delete(plural);
      else lists.set(plural, progressText(plural, read, remaining));
      if (performance.now() < next || lists.size === 0) return;
      next = performance.now() + REDRAW_MS;
      const line = `Reading ${[...lists.values()].join(', ')}`.slice(0, (stderr.columns || 80) - 1);
      stderr.write(`${ERASE}${line}`);
      shown = true;
    },
    io: { ...io, stderr: erasing },
    end,
  };
}

function progressText(plural: string, read: number, remaining: number | null): string {
  const total = remaining === null ? '' : ` of ${grouped(read + remaining)}`;
  return `${plural} ${grouped(read)}${total}`;
}

function grouped(count: number): string {
  return count.toLocaleString('en-US');
}
