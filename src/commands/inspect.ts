import { UserError } from '../model/errors.ts';
import type { IO } from '../model/io.ts';
import type { Report } from '../model/report.ts';
import type { Query } from '../model/snapshot.ts';
import { buildReport } from '../report/build.ts';
import { type Gathered, gather } from './gather.ts';
import type { ReadCall } from './shared-flags.ts';
import { parseTargets, type Targets } from './targets.ts';

export interface Inspection extends Pick<Gathered, 'missing' | 'limited' | 'namespace'> {
  report: Report;
}

/**
 * The pipeline of describe, get and check: read, join, judge, report.
 * @param withBackends the joined table as well: to describe
 */
export async function inspect(call: ReadCall, io: IO, withBackends: boolean): Promise<Inspection> {
  const query = { ...queryOf(call), byPrefix: withBackends };
  const { joined, judgement, source, ...found } = await gather(call, io, query);
  const report = buildReport(joined, judgement, source, withBackends);
  return { ...found, report };
}

/** @throws {UserError} for scope flags that contradict each other */
function queryOf(call: ReadCall): Query {
  const targets = parseTargets(call.args);
  if (targets.type !== 'service')
    throw new UserError(
      `error: get and check look at Services only, not at type "${call.args[0]?.split('/')[0]}"`,
    );
  return { namespace: null, names: targets.names, selector: selectorOf(call, targets) };
}

/** @throws {UserError} for scope flags that contradict each other */
export function selectorOf({ flags }: ReadCall, { names }: Targets): string {
  const selector = flags.selector ?? '';
  if (names.length > 0 && selector !== '')
    throw new UserError('error: name cannot be provided when a selector is specified');
  if (names.length > 0 && flags.allNamespaces)
    throw new UserError('error: a resource cannot be retrieved by name across all namespaces');
  return selector;
}
