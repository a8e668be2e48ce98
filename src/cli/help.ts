import type { Command, Flag } from '../model/command.ts';
import { wrapped } from '../words/wrap.ts';
import { HELP } from './flags.ts';

const WIDTH = 100;

export function commandHelp(command: Command): string {
  const sections = [
    [
      command.summary,
      ...command.description.split('\n\n').flatMap((text) => (text === '' ? [] : ['', ...paragraph(text)])),
    ],
    ['Usage:', ...command.usage.map((usage) => `  kubectl endpoints ${usage} [flags]`)],
    ['Examples:', ...command.examples.map((example) => `  ${example}`)],
    ['Flags:', ...flagLines([...command.flags, HELP])],
    ...command.shared.map(({ title, flags }) => [`${title}:`, ...flagLines(flags)]),
  ];
  return `${sections.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

/** Lines that begin with four spaces are to be copied, so they stay as they are. */
function paragraph(text: string): string[] {
  return text.startsWith('    ') ? text.split('\n') : wrapped(text.replaceAll('\n', ' '), '', WIDTH);
}

function flagLines(flags: readonly Flag[]): string[] {
  const shown = flags.filter(({ hidden }) => !hidden);
  const spelled = shown.map(({ name, short, value }) => {
    const long = name.length === 1 ? `-${name}` : `--${name}`;
    const dashed = short === undefined || name.length === 1 ? `    ${long}` : `-${short}, ${long}`;
    return value === undefined ? dashed : `${dashed} ${value}`;
  });
  const width = Math.max(...spelled.map(({ length }) => length));
  return shown.map(({ summary, default: usual }, index) => {
    const suffix = usual === undefined ? '' : ` (default ${usual})`;
    return `  ${(spelled[index] ?? '').padEnd(width)}   ${summary}${suffix}`;
  });
}

export function programHelp(commands: readonly Pick<Command, 'name' | 'summary'>[]): string {
  const width = Math.max(...commands.map(({ name }) => name.length));
  return [
    'Why does traffic to this Service not arrive? Joins a Service with its Endpoints, EndpointSlices and Pods,',
    'and says what does not fit, with evidence and a fix.',
    '',
    'Usage:',
    '  kubectl endpoints COMMAND [flags]',
    '',
    'Commands:',
    ...commands.map(({ name, summary }) => `  ${name.padEnd(width)}   ${summary}`),
    '',
    "Run 'kubectl endpoints COMMAND --help' for a command's flags and examples.",
    '',
  ].join('\n');
}
