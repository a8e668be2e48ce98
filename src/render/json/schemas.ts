/** The JSON Schema of each report, by its kind. `npm run docs` generates them from the types in model/report/. */
const SCHEMAS = {
  EndpointsReport: () => import('../../../docs/schema/EndpointsReport.json', { with: { type: 'json' } }),
  PodReport: () => import('../../../docs/schema/PodReport.json', { with: { type: 'json' } }),
  AddressReport: () => import('../../../docs/schema/AddressReport.json', { with: { type: 'json' } }),
  IngressReport: () => import('../../../docs/schema/IngressReport.json', { with: { type: 'json' } }),
} as const;

export type ReportKind = keyof typeof SCHEMAS;

export const REPORT_KINDS = Object.keys(SCHEMAS) as ReportKind[];

export async function schemaOfReport(kind: ReportKind): Promise<object> {
  return (await SCHEMAS[kind]()).default;
}
