import { UserError } from '../model/errors.ts';
import type { IO } from '../model/io.ts';
import type { AddressReport } from '../model/report/lookup-report.ts';
import type { LookupSubject } from '../model/snapshot.ts';
import { type LookupType, lookUp, SUBJECT_KINDS } from '../pipeline/look-up.ts';
import { type AnyLookup, lookupFormatsOf, renderLookup } from '../render/render-lookup.ts';
import { isFound } from '../render/text/describe-ip.ts';
import { escapeLines } from '../text/escape.ts';
import { listed } from '../text/list.ts';
import { outputFormat } from '../text/output-format.ts';
import { parseAddresses } from './shared/address-arguments.ts';
import { errorLines } from './shared/error-lines.ts';
import { byGivenNames } from './shared/given-order.ts';
import { print } from './shared/print.ts';
import { showProgress } from './shared/progress.ts';
import { noResourcesFound } from './shared/report-output.ts';
import { type ResourceArguments, selectorOf } from './shared/resource-arguments.ts';
import type { ReadCall } from './shared/shared-flags.ts';

/** Runs `describe pod`, `describe ip` and `describe ingress`. */
export async function describeLookup(
  type: LookupType,
  call: ReadCall,
  io: IO,
  targets: ResourceArguments,
): Promise<number> {
  const kind = SUBJECT_KINDS[type];
  const format = outputFormat(call.flags.output, lookupFormatsOf(kind));
  const subject = subjectOf(kind, call, targets);
  const query = { namespace: null, names: [], selector: '', subject };
  const result = await lookUp({ call, io, subject, query, showProgress });
  const { report, missing, scopeNotice, namespace } = result;
  const isAddress = report.kind === 'AddressReport';
  const empty = isEmpty(report);
  const asText = format === 'table' || format === 'wide';
  if (!empty || (!asText && (isAddress || missing.length === 0)))
    await print(
      renderLookup(asText || format === 'name' ? ordered(report, call) : report, format, call.style),
      io.stdout,
    );
  const notFound = isAddress ? [...notFoundErrors(report, namespace)] : [];
  const errors = [...errorLines(missing), ...notFound];
  const messages = [
    ...errors,
    ...(errors.length === 0 && empty ? [noResourcesFound(namespace)] : []),
    // Diagrams do not show unread kinds.
    ...((empty && asText) || (!empty && format === 'mermaid')
      ? report.unread.map(({ reason }) => `Warning: ${reason}`)
      : []),
    ...(scopeNotice === '' ? [] : [`Warning: ${scopeNotice}`]),
  ];
  await print(messages.map((line) => `${escapeLines(line)}\n`).join(''), io.stderr);
  return errors.length > 0 ? 1 : 0;
}

/** @throws {UserError} for an invalid address, or flags that contradict the arguments */
function subjectOf(kind: LookupSubject['kind'], call: ReadCall, targets: ResourceArguments): LookupSubject {
  if (kind !== 'address') return { kind, names: targets.names, selector: selectorOf(call, targets) };
  if (call.flags.selector) throw new UserError('addresses cannot be selected by label');
  return { kind, names: parseAddresses(targets.names), selector: '' };
}

/** As kubectl prints several names. In JSON and YAML, the order is by name. */
function ordered(report: AnyLookup, { args }: ReadCall): AnyLookup {
  switch (report.kind) {
    case 'PodReport':
      return { ...report, pods: byGivenNames(report.pods, args) };
    case 'IngressReport':
      return { ...report, ingresses: byGivenNames(report.ingresses, args) };
    case 'AddressReport':
      return report;
  }
}

function isEmpty(report: AnyLookup): boolean {
  switch (report.kind) {
    case 'PodReport':
      return report.pods.length === 0;
    case 'IngressReport':
      return report.ingresses.length === 0;
    case 'AddressReport':
      return !report.addresses.some(isFound);
  }
}

const PLURALS: Record<string, string> = { Endpoints: 'Endpoints', Ingress: 'Ingresses' };

/** One error for each address without an owner. */
function* notFoundErrors({ addresses, unread }: AddressReport, namespace: string | null): Iterable<string> {
  const where = namespace === null ? '' : ` of namespace ${namespace}`;
  const searched =
    namespace === null
      ? 'Endpoints, EndpointSlices or Nodes'
      : `Endpoints or EndpointSlices${where}, or in Nodes`;
  const kinds = [...new Set(unread.map(({ kind }) => PLURALS[kind] ?? `${kind}s`))];
  for (const entry of addresses.filter((one) => !isFound(one)))
    yield kinds.length === 0
      ? `error: address ${entry.address} not found in Pods, Services, Ingresses, ${searched}`
      : `error: address ${entry.address} not found${where}, but some kinds could not be read: ${listed(kinds)}`;
}
