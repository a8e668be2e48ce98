import { CONNECTION } from '../commands/shared/connection-flags.ts';
import { print } from '../commands/shared/print.ts';
import type { Command, Flag } from '../model/command.ts';
import { createLayout } from './help-layout.ts';

/** Help and options are not wider than this. */
export const HELP_WIDTH = 80;

/** `options`: the connection flags, as `kubectl options` lists those of kubectl. */
export const options: Command = {
  name: 'options',
  summary: 'List the connection flags, which every command that contacts a cluster accepts.',
  usage: ['options'],
  description: 'Their names and meaning are those of kubectl. With -f no cluster is contacted.',
  examples: ['kubectl endpoints options', 'kubectl endpoints describe svc nginx-svc --context prod'],
  shared: [],
  flags: [],
  async run(_, { stdout }) {
    const layout = createLayout(Math.min(stdout.columns || HELP_WIDTH, HELP_WIDTH));
    layout.div('The following flags can be passed to any command that contacts a cluster:\n');
    for (const flag of CONNECTION.flags as readonly Flag[]) {
      layout.span(column(flag), `${flag.value ?? ''}\t${flag.summary}`);
      layout.div();
    }
    await print(`${layout}\n`, stdout);
    return 0;
  },
};

const LEFT = 2;

/** As yargs spells a flag: `-s, --server`. A flag of one letter has no long name. */
function column({ name, short }: Flag) {
  const long = name === short ? `-${name}` : `--${name}`;
  const both = short === undefined || short === name ? long : `-${short}, ${long}`;
  return { text: both, padding: [0, 0, 0, short === undefined ? LEFT + '-x, '.length : LEFT] };
}
