import { join } from 'node:path';
import { type Schema, schemaOf } from './type-schema.ts';

const folder = join(import.meta.dirname, '../../src/model/report');

/** The type of each report, by its kind, and the file that declares it. */
const REPORTS = {
  EndpointsReport: ['JsonReport', 'json-report.ts'],
  PodReport: ['JsonPodReport', 'json-lookup.ts'],
  AddressReport: ['JsonAddressReport', 'json-lookup.ts'],
  IngressReport: ['JsonIngressReport', 'json-ingress.ts'],
} as const;

/** The schema of each report, by its kind. */
export function reportSchemas(): Record<string, Schema> {
  return Object.fromEntries(
    Object.entries(REPORTS).map(([kind, [type, file]]) => [kind, schemaOf(type, join(folder, file), kind)]),
  );
}
