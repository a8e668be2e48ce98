/** The kinds of reports. Their schemas are loaded only to be printed. */
export const REPORT_KINDS = ['EndpointsReport', 'PodReport', 'AddressReport', 'IngressReport'] as const;

export type ReportKind = (typeof REPORT_KINDS)[number];
