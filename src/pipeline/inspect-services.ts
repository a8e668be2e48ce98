import type { Report } from '../model/report/endpoints-report.ts';
import { buildReport } from '../report/build-services.ts';
import { type Evaluation, evaluate } from './evaluate.ts';
import type { LoadRequest } from './load.ts';

export interface Inspection extends Pick<Evaluation, 'missing' | 'scopeNotice' | 'namespace'> {
  report: Report;
}

/**
 * The report of describe svc, get and check.
 * @param withBackends with the joined table, which describe shows
 */
export async function inspectServices(request: LoadRequest, withBackends: boolean): Promise<Inspection> {
  const { joined, results, source, ...rest } = await evaluate(request);
  return { ...rest, report: buildReport(joined, results, source, withBackends) };
}
