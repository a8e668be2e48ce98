import { inspectServices } from '../pipeline/inspect-services.ts';
import { formatsOf } from '../render/render-report.ts';
import { OVERVIEW, TOPICS } from './describe-help.ts';
import { CONNECTION } from './shared/connection-flags.ts';
import { showProgress } from './shared/progress.ts';
import { formatOf, printInspection } from './shared/report-output.ts';
import { parseResourceArguments, serviceQuery } from './shared/resource-arguments.ts';
import { defineCommand, FILES, outputIn, SCOPE } from './shared/shared-flags.ts';

/** `describe`: Services with their backends and findings; Pods, addresses and Ingresses by describe-lookup.ts. */
export const describe = defineCommand({
  name: 'describe',
  ...OVERVIEW,
  topics: TOPICS,
  shared: [SCOPE, FILES, outputIn(formatsOf('describe')), CONNECTION],
  flags: [],
  completes: { targets: ['service', 'pod', 'ingress', 'ip'] },
  async run(call, io) {
    const targets = parseResourceArguments(call.args);
    if (targets.type !== 'service')
      return (await import('./describe-lookup.ts')).describeLookup(targets.type, call, io, targets);
    formatOf(call, 'describe');
    const inspection = await inspectServices(
      { call, io, query: { ...serviceQuery(call, 'describe'), byPrefix: true }, showProgress },
      true,
    );
    await printInspection(inspection, 'describe', call, io);
    return inspection.missing.length > 0 ? 1 : 0;
  },
});
