/** The pictures of README: a run of the program on a recorded cluster, in the colors and width of a terminal. */
import { join } from 'node:path';
import { main } from '../../src/cli/main.ts';
import { PALETTES, terminalSvg } from './terminal-svg.ts';

const COLUMNS = 80;
const CLUSTERS = join(import.meta.dirname, '../../test/clusters');
const COMMAND = 'describe svc app -f multi-port-one-broken.json';

/** By the name of the file in docs/images/. */
export async function pictures(): Promise<Record<string, string>> {
  const drawing = {
    title: `kubectl endpoints ${COMMAND}: which Pods a Service routes to, and why a port has none`,
    caption: 'kubectl endpoints',
    output: `\x1b[2m$\x1b[0m \x1b[1mkubectl endpoints ${COMMAND}\x1b[0m\n\n${await outputOf(COMMAND.split(' '))}`,
    columns: COLUMNS,
  };
  return {
    'describe-light.svg': terminalSvg(drawing, PALETTES.light),
    'describe-dark.svg': terminalSvg(drawing, PALETTES.dark),
  };
}

async function outputOf(argv: readonly string[]): Promise<string> {
  let printed = '';
  const output = {
    write(text: string, done?: () => void) {
      printed += text;
      done?.();
    },
    isTTY: true,
    columns: COLUMNS,
  };
  await main(argv, {
    stdin: (async function* () {})(),
    stdout: output,
    stderr: output,
    env: {},
    cwd: CLUSTERS,
    home: CLUSTERS,
    platform: 'linux',
    arch: 'x64',
    runtime: 'node',
    interrupted: new AbortController().signal,
  });
  return printed;
}
