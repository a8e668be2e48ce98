import { fromServer, UserError } from '../model/errors.ts';
import type { Report } from '../model/report/endpoints-report.ts';
import type { Query } from '../model/snapshot.ts';
import { buildReport } from '../report/build-services.ts';
import { type Evaluation, evaluate } from './evaluate.ts';
import type { LoadRequest } from './load.ts';

export interface Inspection extends Pick<Evaluation, 'missing' | 'limited' | 'namespace'> {
  report: Report;
}

/**
 * The report of describe svc, get and check.
 * @param withBackends with the joined table, which describe shows
 */
export async function inspectServices(request: LoadRequest, withBackends: boolean): Promise<Inspection> {
  const { joined, judgement, source, missing, ...rest } = await evaluate(request);
  const report = buildReport(joined, judgement, source, withBackends);
  const notFound = 'files' in source ? missingIn(report, request.query) : [];
  return { ...rest, report, missing: [...missing, ...notFound] };
}

function missingIn({ services }: Report, { names }: Query): UserError[] {
  const found = new Set(services.map(({ name }) => name));
  const byPrefix = names.length === 1 && found.size > 0;
  return (byPrefix ? [] : names)
    .filter((name) => !found.has(name))
    .map((name) => new UserError(`services "${name}" not found`, fromServer('NotFound')));
}
