/**
 * Terminal sessions. Each file has commands (lines that begin with `$ `) and their output; `2>` marks stderr, `exit` an
 * exit code other than 0. To add a command, write its `$` line; `npx vitest run test/goldens.test.ts -u` accepts the
 * current output.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { run } from './support/run-main.ts';

const goldens = join(import.meta.dirname, 'goldens');
const cwd = join(import.meta.dirname, 'clusters');

const sessions = readdirSync(goldens).filter((name) => name.endsWith('.txt'));

test.each(sessions)('%s', async (name) => {
  const file = join(goldens, name);
  const lines = readFileSync(file, 'utf8').split('\n');
  const commands = lines.filter((line) => line.startsWith('$ '));
  const printed: string[] = [];
  for (const command of commands) printed.push(await session(command));
  await expect(printed.join('\n')).toMatchFileSnapshot(file);
});

async function session(command: string): Promise<string> {
  const { argv, stdin, env } = parse(command.slice(2));
  const { COLUMNS: columns, ...rest } = env;
  const { code, stdout, stderr } = await run(argv, {
    cwd,
    stdin,
    env: rest,
    ...(columns === undefined ? {} : { columns: Number(columns) }),
  });
  const errors = stderr.replace(/^(?=.)/gm, '2> ');
  return `${command}\n${visible(stdout)}${visible(errors)}${code === 0 ? '' : `exit ${code}\n`}`;
}

/** `echo 'TEXT' | NAME=value kubectl endpoints …`, with words as a shell splits them; COLUMNS makes a terminal. */
function parse(line: string) {
  const [, echoed, command = ''] = /^(?:echo '([^']*)' \| )?(.*)$/s.exec(line) ?? [];
  const words = [...command.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, bare]) => quoted ?? bare ?? '');
  const start = words.indexOf('kubectl');
  const env = Object.fromEntries(words.slice(0, start).map((word) => word.split('=')));
  return { argv: words.slice(start + 2), stdin: echoed ?? '', env: env as Record<string, string> };
}

function visible(text: string): string {
  return text.replaceAll('\u001b', '␛');
}

test('wrong-lines.txt has many lines, each of which is answered or leads somewhere', () => {
  const lines = readFileSync(join(goldens, 'wrong-lines.txt'), 'utf8').split('\n');
  const commands = lines.filter((line) => line.startsWith('$ '));
  expect(new Set(commands).size).toBe(commands.length);
  expect(commands.length).toBeGreaterThanOrEqual(150);
  // No server is asked, so no error may come from one.
  expect(
    lines.filter((line) => /^2> .*(from server|the server\b|localhost)|^2> error: internal/i.test(line)),
  ).toEqual([]);
});
