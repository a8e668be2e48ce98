/**
 * README and docs/ show real output. A `console` block has commands (lines that begin with `$ `) and their output; a
 * `mermaid` block begins with its command as a comment. Commands run in the directory of the page, and can be pasted there:
 * those that read Services have a `-f`. `npx vitest run test/docs/pages.test.ts -u` accepts the current output.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { parseFlowchart } from '../support/mermaid.ts';
import { run } from '../support/run-main.ts';

const root = join(import.meta.dirname, '../..');
const docs = readdirSync(join(root, 'docs')).filter((name) => name.endsWith('.md'));
const pages = ['README.md', ...docs.map((name) => `docs/${name}`)];

/** Readers see what a terminal shows, without color. */
const TERMINAL = { columns: 100, env: { NO_COLOR: '1' } };

const BLOCK = /(```(console|mermaid)\n)([\s\S]*?)(?=```\n)/g;

test.each(pages)('%s', { timeout: 60_000 }, async (page) => {
  const file = join(root, page);
  const written = readFileSync(file, 'utf8');
  let shown = '';
  let end = 0;
  for (const match of written.matchAll(BLOCK)) {
    const [whole, head = '', language, text = ''] = match;
    const cwd = dirname(file);
    shown += written.slice(end, match.index) + head;
    shown += language === 'mermaid' ? await picture(text, cwd) : await session(text, cwd);
    end = match.index + whole.length;
  }
  await expect(shown + written.slice(end)).toMatchFileSnapshot(file);
});

async function picture(text: string, cwd: string): Promise<string> {
  const [, comment = '', command = ''] = /^(%% (.*)\n)/.exec(text) ?? [];
  const { stdout, stderr } = await pipeline(command, cwd);
  expect((await parseFlowchart(stdout)).nodes.size).toBeGreaterThan(1);
  return comment + stdout + stderr;
}

async function session(text: string, cwd: string): Promise<string> {
  let printed = '';
  let last = 0;
  for (const line of text.split('\n').filter((one) => one.startsWith('$ '))) {
    printed += `${line}\n`;
    if (line === '$ echo $?') printed += `${last}\n`;
    else {
      const { code, stdout, stderr } = await pipeline(line.slice(2), cwd);
      printed += stdout + stderr;
      last = code;
    }
  }
  return printed;
}

/** `cat FILE | kubectl endpoints … | kubectl endpoints …` */
async function pipeline(line: string, cwd: string) {
  let result = { code: 0, stdout: '', stderr: '' };
  for (const command of line.split(' | ')) {
    const [program, second = '', ...args] = words(command);
    if (program === 'cat') result = { code: 0, stdout: readFileSync(join(cwd, second), 'utf8'), stderr: '' };
    else if (program === 'kubectl' && second === 'endpoints')
      result = await run(offline(args), { cwd, stdin: result.stdout, ...TERMINAL });
    else throw new Error(`what is ${command}?`);
  }
  return result;
}

/** No reader has the cluster of the page. */
function offline(args: readonly string[]): readonly string[] {
  const [command = ''] = args;
  if (['describe', 'get', 'check'].includes(command) && !args.includes('-f'))
    throw new Error(`${args.join(' ')}: needs -f, so that it can be pasted`);
  return args;
}

/** Splits words as a shell does. */
function words(command: string): string[] {
  return [...command.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, bare]) => quoted ?? bare ?? '');
}

test('what is linked is there, and every page is in the index', () => {
  const linksOf = (page: string) =>
    [...readFileSync(join(root, page), 'utf8').matchAll(/\]\(([^)#:]+)(?:#[^)]*)?\)/g)].map(([, link = '']) =>
      join(dirname(page), link),
    );
  for (const page of pages)
    expect([page, linksOf(page).filter((link) => !existsSync(join(root, link)))]).toEqual([page, []]);
  expect(linksOf('docs/README.md')).toEqual(
    expect.arrayContaining(pages.filter((page) => page.startsWith('docs/') && page !== 'docs/README.md')),
  );
});
