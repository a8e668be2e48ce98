import { UserError } from '../model/errors.ts';
import { explanationPage, ruleList } from '../render/text/explain-text.ts';
import { RULES } from '../rules/engine/catalogue.ts';
import { meantFinding } from './finding-names.ts';
import { print } from './shared/print.ts';
import { defineCommand } from './shared/shared-flags.ts';

/** `explain`: the page of a finding, without a cluster. */
export const explain = defineCommand({
  name: 'explain',
  summary: 'What a finding means, why it hurts and how to fix it; without a name, the list of findings.',
  usage: ['explain [FINDING]'],
  description: '',
  examples: ['kubectl endpoints explain', 'kubectl endpoints explain pod-not-ready'],
  shared: [],
  flags: [],
  completes: { first: 'finding' },
  async run({ args }, io) {
    const [name, ...more] = args;
    if (more.length > 0) throw new UserError('explain takes one finding at a time');
    const rule = RULES.find((candidate) => candidate.name === name);
    if (name !== undefined && !rule)
      throw new UserError(`there is no finding "${name}"${meantFinding(name)}`);
    await print(rule ? explanationPage(rule) : ruleList(RULES), io.stdout);
    return 0;
  },
});
