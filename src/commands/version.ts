import packageJson from '../../package.json' with { type: 'json' };
import type { Command } from '../model/command.ts';
import { print } from './print.ts';

export const version: Command = {
  name: 'version',
  summary: 'The version of this plugin.',
  usage: ['version'],
  description: '',
  examples: ['kubectl endpoints version'],
  shared: [],
  flags: [],
  async run(_, io) {
    await print(`kubectl-endpoints v${packageJson.version}\n`, io.stdout);
    return 0;
  },
};
