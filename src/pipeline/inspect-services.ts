import type { Report } from '../model/report/endpoints-report.ts';
import { buildReport } from '../report/build-services.ts';
import { type Evaluation, evaluate } from './evaluate.ts';
import type { LoadRequest } from './load.ts';

/** The report, and what its source reports about reading. */
export interface Inspection extends Pick<Evaluation, 'missing' | 'scopeNotice' | 'namespace' | 'input'> {
  report: Report;
}

/**
 * Builds the report of `describe svc`, `get` and `check`.
 * @param withBackends whether to include the backends, which only `describe` shows
 */
export async function inspectServices(request: LoadRequest, withBackends: boolean): Promise<Inspection> {
  const { joined, results, source, ...rest } = await evaluate(request);
  return { ...rest, report: buildReport(joined, results, source, withBackends) };
}
