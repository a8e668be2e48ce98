/**
 * The JSON Schema of each report, by its kind. `npm run docs` generates them from the types in model/report/. They are
 * one chunk of the bundle, since what they share then compresses well.
 */
import AddressReport from '../../../docs/schema/AddressReport.json' with { type: 'json' };
import EndpointsReport from '../../../docs/schema/EndpointsReport.json' with { type: 'json' };
import IngressReport from '../../../docs/schema/IngressReport.json' with { type: 'json' };
import PodReport from '../../../docs/schema/PodReport.json' with { type: 'json' };
import type { ReportKind } from './report-kinds.ts';

export const SCHEMAS: Record<ReportKind, object> = {
  EndpointsReport,
  PodReport,
  AddressReport,
  IngressReport,
};
