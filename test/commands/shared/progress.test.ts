/** The progress line on a terminal while lists are read, and its erasure. */
import type { ServerResponse } from 'node:http';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { showProgress } from '../../../src/commands/shared/progress.ts';
import type { IO, Progress } from '../../../src/model/io.ts';
import { ioWithStdin } from '../../support/fake-io.ts';
import { run } from '../../support/run-main.ts';
import { serve } from '../../support/servers/api-server.ts';

// Fakes Date only: sockets need real timers.
beforeEach(() => vi.useFakeTimers({ toFake: ['performance'] }));
afterEach(() => vi.useRealTimers());
const pass = (milliseconds: number) => vi.advanceTimersByTime(milliseconds);

/** Carriage return, and erase to the end of the line. */
const ERASE = '\r\u001b[K';

/** The text that a terminal shows. */
class Screen {
  readonly columns: number;
  /** The finished lines, then the line with the cursor. */
  lines = [''];
  /** All contents that the last line ever had. */
  readonly shown: string[] = [];
  written = '';

  constructor(columns: number) {
    this.columns = columns;
  }

  write(text: string): void {
    this.written += text;
    for (const [index, part] of text.split(ERASE).entries()) {
      if (index > 0) this.lines[this.lines.length - 1] = '';
      const [rest = '', ...more] = part.split('\n');
      this.lines[this.lines.length - 1] += rest;
      if (rest !== '') this.shown.push(this.line);
      this.lines.push(...more);
    }
  }

  get line(): string {
    return this.lines.at(-1) ?? '';
  }
}

function terminal({
  columns = 80,
  verbosity = 0,
  ...overrides
}: Partial<IO> & { columns?: number; verbosity?: number } = {}) {
  const screen = new Screen(columns);
  const write = (text: string, done?: () => void) => {
    screen.write(text);
    done?.();
  };
  const io = { ...ioWithStdin(''), stderr: { isTTY: true, columns, write }, ...overrides };
  return { screen, ...showProgress(io, verbosity) };
}

describe('one line', () => {
  test.each<[string, [string, number, number | null][], string]>([
    ['so far and in all', [['pods', 500, 19_500]], 'Reading pods 500 of 20,000'],
    ['so far, where the server does not say', [['pods', 1500, null]], 'Reading pods 1,500'],
    [
      'each list',
      [
        ['pods', 500, 500],
        ['services', 3, null],
      ],
      'Reading pods 500 of 1,000, services 3',
    ],
    [
      'the last that was told of each',
      [
        ['pods', 500, 1500],
        ['services', 500, 1],
        ['pods', 1000, 1000],
      ],
      'Reading pods 1,000 of 2,000, services 500 of 501',
    ],
    [
      'no list that is done',
      [
        ['pods', 500, 500],
        ['services', 500, 1],
        ['services', 501, 0],
      ],
      'Reading pods 500 of 1,000',
    ],
  ])('%s', (_, told, line) => {
    const { screen, update } = terminal();
    for (const one of told) {
      pass(1_000);
      update(...one);
    }
    expect(screen.lines).toEqual([line]);
  });

  test.each([20, 40, 47, 48, 200])('never fills %i columns', (columns) => {
    const { screen, update } = terminal({ columns });
    for (const plural of ['pods', 'endpointslices', 'endpoints', 'networkpolicies']) {
      pass(1_000);
      update(plural, 500, 1_000_000);
    }
    expect(screen.shown).toHaveLength(4);
    for (const line of screen.shown) expect(line.length).toBeLessThan(columns);
    expect(screen.shown[0]).toBe('Reading pods 500 of 1,000,500'.slice(0, columns - 1));
  });

  const lengthIn = (size: { columns?: number }) => {
    const screen = new Screen(80);
    const stderr = { isTTY: true, write: (text: string) => screen.write(text), ...size };
    const { update } = showProgress({ ...ioWithStdin(''), stderr }, 0);
    pass(1_000);
    update('x'.repeat(200), 1, 1);
    return screen.line.length;
  };

  test('of a terminal that does not update its width, 80', () => {
    expect(lengthIn({})).toBe(79);
  });

  // The size of a pseudo-terminal by default.
  test('of a terminal without a width, 80', () => {
    expect(lengthIn({ columns: 0 })).toBe(79);
  });
});

describe('when', () => {
  test('not within the first half second', () => {
    const { screen, update, end } = terminal();
    pass(499);
    update('pods', 1, 9);
    end();
    expect(screen.written).toBe('');
    pass(1);
    update('pods', 2, 8);
    expect(screen.line).toBe('Reading pods 2 of 10');
  });

  test('ten times a second at most', () => {
    const { screen, update } = terminal();
    pass(500);
    for (let i = 1; i <= 1_000; i++) {
      update('pods', i, 1_000);
      pass(1);
    }
    expect(screen.shown).toHaveLength(10);
  });

  test('nothing where nothing is left to read', () => {
    const { screen, update } = terminal();
    pass(1_000);
    update('pods', 5, 0);
    expect(screen.written).toBe('');
  });
});

describe('gone', () => {
  const shown = (progress: Progress) => {
    pass(1_000);
    progress.update('pods', 1, 1);
  };

  test('when it ends, once', () => {
    const { screen, ...progress } = terminal();
    shown(progress);
    progress.end();
    const { written } = screen;
    progress.end();
    expect(screen.lines).toEqual(['']);
    expect(screen.written).toBe(written);
  });

  test('before anything else is written, and there again after it', () => {
    const { screen, ...progress } = terminal();
    shown(progress);
    let done = false;
    progress.io.stderr.write('Warning: x\n', () => {
      done = true;
    });
    expect({ lines: screen.lines, done }).toEqual({ lines: ['Warning: x', ''], done: true });
    shown(progress);
    expect(screen.lines).toEqual(['Warning: x', 'Reading pods 1 of 2']);
  });

  test('what else is written stands alone where nothing was shown', () => {
    const { screen, io } = terminal();
    io.stderr.write('Warning: x\n');
    expect(screen.written).toBe('Warning: x\n');
  });
});

test.each<[string, Parameters<typeof terminal>[0]]>([
  ['a pipe', { stderr: { write: () => expect.unreachable() } }],
  [
    'a terminal that cannot',
    { env: { TERM: 'dumb' }, stderr: { isTTY: true, write: () => expect.unreachable() } },
  ],
  ['-v 1', { verbosity: 1, stderr: { isTTY: true, write: () => expect.unreachable() } }],
  ['-v 6', { verbosity: 6, stderr: { isTTY: true, write: () => expect.unreachable() } }],
])('nothing of it in %s', (_, world) => {
  const { update, end } = terminal(world);
  pass(10_000);
  update('pods', 1, 1);
  end();
});

describe('get -A of slow lists', () => {
  const PAGES = 3;

  /** Each page takes a second; the test decides how the last request for Services ends. */
  async function slowServer(last: (response: ServerResponse) => void = () => {}) {
    return serve((request, response) => {
      pass(1_000);
      const { pathname, searchParams } = new URL(request.url ?? '', 'http://x');
      const at = Number(searchParams.get('continue') ?? 1);
      const isLast = at === PAGES;
      response.setHeader('content-type', 'application/json');
      if (isLast && pathname.endsWith('/services')) last(response);
      const metadata = isLast ? {} : { continue: `${at + 1}`, remainingItemCount: PAGES - at };
      const items = [{ metadata: { name: `x${at}`, namespace: 'default', uid: '1' } }];
      if (!response.writableEnded) response.end(JSON.stringify({ metadata, items }));
    });
  }

  const READING = /Reading \w+ [12] of 3/;

  test('on a terminal: shown and erased', async () => {
    const { url } = await slowServer();
    const { stderr, stdout, code } = await run(['get', '-A', '-s', url], { columns: 120 });
    const screen = new Screen(120);
    screen.write(stderr);
    expect(screen.shown[0]).toMatch(READING);
    expect(screen.lines.join('\n')).not.toContain('Reading');
    expect(code).toBe(0);
    expect(stdout).not.toContain('Reading');
  });

  test.each(['get', 'check', 'describe'])('%s: erased before an error', async (command) => {
    const { url } = await slowServer((response) => {
      response.writeHead(403).end('{"kind":"Status","reason":"Forbidden","message":"no more"}');
    });
    const { stderr } = await run([command, 'svc', '-n', 'x', '-s', url], { columns: 120 });
    const screen = new Screen(120);
    screen.write(stderr);
    expect(screen.shown[0]).toMatch(READING);
    expect(screen.lines).toEqual(['Error from server (Forbidden): no more', '']);
  });

  test('erased before a warning of the server', async () => {
    const { url } = await slowServer((response) => response.setHeader('warning', '299 - "old"'));
    const { stderr } = await run(['get', '-A', '-s', url], { columns: 120 });
    const screen = new Screen(120);
    screen.write(stderr);
    expect(screen.shown[0]).toMatch(READING);
    expect(screen.lines[0]).toBe('Warning: old');
    expect(screen.lines.join('\n')).not.toContain('Reading');
  });

  test.each<[string, string[], object]>([
    ['a pipe', [], {}],
    ['a terminal that cannot', [], { columns: 80, env: { TERM: 'dumb' } }],
    ['-v 6', ['-v', '6'], { columns: 80 }],
  ])('nothing of it in %s', async (_, flags, world) => {
    const { url } = await slowServer();
    const { stderr } = await run(['get', '-A', '-s', url, ...flags], world);
    for (const trace of ['Reading', '\r', '\u001b']) expect(stderr).not.toContain(trace);
  });
});
