import { UserError } from '../model/errors.ts';
import type { Status } from '../model/report/endpoints-report.ts';
import { inspectServices } from '../pipeline/inspect-services.ts';
import { formatsOf } from '../render/render-report.ts';
import { ORDER_NAMES, STATUSES, withStatus } from '../report/filter.ts';
import { CONNECTION } from './shared/connection-flags.ts';
import { showProgress } from './shared/progress.ts';
import { formatOf, printInspection } from './shared/report-output.ts';
import { serviceQuery } from './shared/resource-arguments.ts';
import { defineCommand, FILES, outputIn, SCOPE } from './shared/shared-flags.ts';

/** `get`: a table with one line per Service. */
export const get = defineCommand({
  name: 'get',
  summary: 'List Services, one per line, with ports, ready Pods, status and findings.',
  usage: ['get [svc] [NAME...]', 'get -A', 'get -f FILE'],
  description:
    'READY is Pods receiving traffic / all Pods, for the worst port; addresses are counted where there are no Pods. Findings of severity info are shown with -o wide.',
  examples: [
    'kubectl endpoints get',
    'kubectl endpoints get -A --status Unavailable,Degraded',
    'kubectl endpoints get -A --sort-by ready',
    'kubectl endpoints get svc web -o wide',
  ],
  shared: [SCOPE, FILES, outputIn(formatsOf('get')), CONNECTION],
  completes: { targets: ['service'] },
  flags: [
    {
      name: 'sort-by',
      type: 'string',
      value: 'ORDER',
      choices: ORDER_NAMES,
      summary:
        'Sort by name, status (worst first; the default on a terminal), ready (fewest first) or age (youngest first)',
    },
    {
      name: 'status',
      type: 'list',
      commaSeparated: true,
      value: 'STATUS',
      completes: STATUSES,
      summary: `Only Services with one of these statuses, separated by commas: ${STATUSES.join(', ')}`,
    },
  ],
  async run(call, io) {
    formatOf(call, 'get');
    const statuses = statusesOf(call.flags.status);
    const { report, ...inspection } = await inspectServices(
      { call, io, query: serviceQuery(call, 'get'), showProgress },
      false,
    );
    const selected = withStatus(report, statuses);
    await printInspection({ ...inspection, report: selected }, 'get', call, io, call.flags.sortBy);
    return inspection.missing.length > 0 ? 1 : 0;
  },
});

/** @throws {UserError} for an unknown status */
function statusesOf(names: readonly string[]): Status[] {
  return names.map((wanted) => {
    const status = STATUSES.find((one) => one.toLowerCase() === wanted.toLowerCase());
    if (status) return status;
    throw new UserError(`invalid value "${wanted}" for --status: must be ${STATUSES.join(', ')}`);
  });
}
