import type { Argv } from 'yargs';
import { CONNECTION } from '../commands/shared/connection-flags.ts';
import type { Command, Flag, HelpTopic } from '../model/command.ts';
import { resourceType } from '../model/resource-type.ts';
import { wrapText } from '../text/wrap.ts';
import { HELP } from './flags.ts';
import { createLayout } from './help-layout.ts';
import { HELP_WIDTH } from './options.ts';
import type { Layout } from './yargs.ts';

/** Adds descriptions and a layout to yargs. Only needed if help is printed. */
export interface Help {
  layout(): Layout;
  describeProgram(yargs: Argv): void;
  /** @param args of the line; the first one may be a type that has help of its own */
  describeCommand(yargs: Argv, command: Command, args: readonly string[]): void;
}

const SUMMARY =
  'Why does traffic to this Service not arrive? Joins a Service with its Endpoints, EndpointSlices and Pods, and ' +
  'reports what is misconfigured, with evidence and a fix.';

/** The command that lists the connection flags. */
const OPTIONS = 'options';

/** Creates help in kubectl's order: summary, usage, examples, then flags in groups. */
export function createHelp(columns: number | undefined): Help {
  const width = Math.min(columns || HELP_WIDTH, HELP_WIDTH);
  return {
    layout: () => createLayout(width),
    describeProgram(yargs) {
      describeFlags(yargs, 'Flags', [HELP]);
      yargs.usage(
        [...paragraph(SUMMARY, width), '', 'Usage:', '  kubectl endpoints COMMAND [flags]'].join('\n'),
      );
      yargs.epilogue("Run 'kubectl endpoints COMMAND --help' for a command's flags and examples.");
    },
    describeCommand(yargs, command, [first = '']) {
      const groups = command.shared.filter((group) => group !== CONNECTION);
      describeFlags(yargs, 'Flags', [...command.flags, HELP]);
      for (const { title, flags } of groups) describeFlags(yargs, title, flags);
      for (const { name } of CONNECTION.flags) yargs.hide(name);
      const type = resourceType(first.split('/')[0] ?? '');
      yargs.usage(textOf((type && command.topics?.[type]) ?? command, width));
      if (groups.length < command.shared.length)
        yargs.epilogue(`Use "kubectl endpoints ${OPTIONS}" for the connection flags (as in kubectl).`);
    },
  };
}

function describeFlags(yargs: Argv, title: string, flags: readonly Flag[]): void {
  for (const { name, short, value = '', summary, default: usual, hidden = false } of flags)
    yargs.option(name, {
      ...(short !== name && { alias: short }),
      // The layout moves the placeholder before the tab next to the flag.
      describe: `${value}\t${summary}${usual === undefined ? '' : ` (default ${usual})`}`,
      group: `${title}:`,
      hidden,
    });
}

function textOf({ summary, description, usage, examples }: HelpTopic, width: number): string {
  const paragraphs = [summary, ...description.split('\n\n').filter(Boolean)];
  const sections = [
    ...paragraphs.map((text) => paragraph(text, width)),
    ['Usage:', ...usage.map((form) => `  kubectl endpoints ${form} [flags]`)],
    ['Examples:', ...examples.map((example) => `  ${example.replaceAll('\n', '\n  ')}`)],
  ];
  return sections.map((lines) => lines.join('\n')).join('\n\n');
}

/** Text indented by four spaces is meant to be copied, so it is not wrapped. */
function paragraph(text: string, width: number): string[] {
  return text.startsWith('    ') ? text.split('\n') : wrapText(text.replaceAll('\n', ' '), '', width);
}
