import { UserError } from '../model/errors.ts';
import { REPORT_KINDS } from '../render/json/report-kinds.ts';
import { explanationPage, ruleList } from '../render/text/explain-text.ts';
import { RULES } from '../rules/engine/catalogue.ts';
import { meantFinding } from './finding-names.ts';
import { print } from './shared/print.ts';
import { defineCommand } from './shared/shared-flags.ts';

/** `explain`: the page of a finding, without a cluster. */
export const explain = defineCommand({
  name: 'explain',
  summary: 'Explain what a finding means and how to fix it. Without a name, list all findings.',
  usage: ['explain [FINDING]', 'explain --schema KIND'],
  description: '',
  examples: [
    'kubectl endpoints explain',
    'kubectl endpoints explain pod-not-ready',
    'kubectl endpoints explain --schema EndpointsReport',
  ],
  shared: [],
  flags: [
    {
      name: 'schema',
      type: 'string',
      value: 'KIND',
      completes: REPORT_KINDS,
      summary: `Print the JSON Schema of a report: ${REPORT_KINDS.join(', ')}`,
    },
  ],
  completes: { first: 'finding' },
  async run({ args, flags, style: { width } }, io) {
    if (flags.schema !== null) {
      if (args.length > 0) throw new UserError('--schema takes no finding');
      await print(await schemaText(flags.schema), io.stdout);
      return 0;
    }
    const [name, ...more] = args;
    if (more.length > 0 || name?.includes(',')) throw new UserError('explain takes one finding at a time');
    const rule = RULES.find((candidate) => candidate.name === name);
    if (name !== undefined && !rule) throw unknownFinding(name);
    await print(rule ? explanationPage(rule, width) : ruleList(RULES, width), io.stdout);
    return 0;
  },
});

/** @throws {UserError} for an unknown kind */
async function schemaText(name: string): Promise<string> {
  const kind = REPORT_KINDS.find((one) => one.toLowerCase() === name.toLowerCase());
  if (!kind) throw new UserError(`unknown report kind "${name}": must be one of ${REPORT_KINDS.join(', ')}`);
  const { SCHEMAS } = await import('../render/json/schemas.ts');
  return `${JSON.stringify(SCHEMAS[kind], null, 2)}\n`;
}

function unknownFinding(name: string): UserError {
  const kind = (REPORT_KINDS as readonly string[]).find((one) => one.toLowerCase() === name.toLowerCase());
  const lead = kind === undefined ? meantFinding(name) : `; use: kubectl endpoints explain --schema ${kind}`;
  return new UserError(`unknown finding "${name}"${lead}`);
}
