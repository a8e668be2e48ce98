import type { Fact } from '../model/report/endpoints-report.ts';
import type { PortView } from '../model/view/backend.ts';
import type { ServiceView } from '../model/view/service-view.ts';
import { labelsText } from '../text/labels.ts';
import { counted, listed } from '../text/list.ts';
import { type EndpointSource, endpointSources } from './endpoint-sources.ts';

/** The lines of the header of a Service in `describe svc`. */
export function factsOf(view: ServiceView): Fact[] {
  const { service, source } = view;
  return [
    { label: 'Type', lines: [service.headless ? `${service.type}, headless` : service.type] },
    ...(source === 'externalName'
      ? [{ label: 'External Name', lines: [service.externalName || '<none>'] }]
      : [{ label: 'IP', lines: ipLines(view) }]),
    ...factIfAny('External IPs', service.externalIPs),
    ...loadBalancer(view),
    { label: 'Selector', lines: [selectorText(view)] },
    ...(source === 'selectorless' ? [{ label: 'Filled by', lines: sourceLines(view) }] : []),
    ...policies(view),
    { label: 'Ports', lines: portLines(view) },
  ];
}

function factIfAny(label: string, values: readonly string[]): Fact[] {
  return values.length === 0 ? [] : [{ label, lines: [values.join(', ')] }];
}

function ipLines({ service }: ServiceView): string[] {
  const ips = service.headless ? 'None' : listed(service.clusterIPs);
  // A manifest leaves the families to the API server.
  const families = [...service.ipFamilies, service.ipFamilyPolicy].filter(Boolean).join(', ');
  return [families === '' ? ips : `${ips} (${families})`];
}

function loadBalancer({ service }: ServiceView): Fact[] {
  if (service.type !== 'LoadBalancer') return [];
  const { loadBalancerIngress: ingress } = service;
  return [{ label: 'Load Balancer', lines: [ingress.length > 0 ? ingress.join(', ') : '<pending>'] }];
}

function selectorText({ service, source, pods, unfinished, cluster }: ServiceView): string {
  if (service.selector === null) return '<none>';
  const labels = labelsText(service.selector);
  if (source === 'externalName') return `${labels} (ignored)`;
  if (cluster.unread('Pod', service.namespace) !== null) return `${labels} (Pods: <unknown>)`;
  const finished = pods.length - unfinished.length;
  const suffix = finished === 0 ? '' : `, ${finished} of them finished`;
  return `${labels} (${counted(pods.length, 'Pod')}${suffix})`;
}

/** The objects that give a Service without selector its endpoints, as text. */
function sourceLines(view: ServiceView): string[] {
  const lines = endpointSources(view).map(sourceText);
  if (view.cluster.unread('EndpointSlice', view.service.namespace) !== null)
    lines.push('EndpointSlices: <unknown>');
  return lines.length > 0 ? [...new Set(lines)] : ['<none>'];
}

function sourceText({ object: { kind, name }, slice }: EndpointSource): string {
  if (slice === null || slice.name === '') return `${kind} ${name}`;
  if (kind === 'Endpoints') return `${kind} ${name}, mirrored in EndpointSlice ${slice.name}`;
  return `${kind} ${name} (managed by ${slice.managedBy || '<none>'})`;
}

/** The policies that differ from the API's defaults. */
function policies({ service, source }: ServiceView): Fact[] {
  if (source === 'externalName') return [];
  const facts: Fact[] = [];
  const add = (label: string, value: string, usual: string) => {
    if (value !== '' && value !== usual) facts.push({ label, lines: [value] });
  };
  add('Internal Traffic', service.internalTrafficPolicy, 'Cluster');
  add('External Traffic', service.externalTrafficPolicy, 'Cluster');
  add('Distribution', service.trafficDistribution, '');
  add('Session Affinity', service.sessionAffinity, 'None');
  if (service.publishNotReadyAddresses) add('Not Ready Pods', 'published (publishNotReadyAddresses)', '');
  return facts;
}

function portLines(view: ServiceView): string[] {
  const ports = view.ports.filter(({ port }) => port !== null);
  return ports.length === 0 ? ['<none>'] : ports.map((port) => portLine(port, view));
}

function portLine({ port }: PortView, { source, unfinished }: ServiceView): string {
  if (port === null) return '<none>';
  const node = port.nodePort ? `, nodePort ${port.nodePort}` : '';
  const own = `${port.name === '' ? '' : `${port.name} `}${port.port}/${port.protocol}${node}`;
  if (source === 'externalName') return own;
  if (typeof port.targetPort === 'number' || source === 'selectorless') return `${own} -> ${port.targetPort}`;
  const byNumber = Map.groupBy(unfinished, ({ resolved }) => resolved.get(port) ?? null);
  const missing = byNumber.get(null)?.length ?? 0;
  byNumber.delete(null);
  const counts = [...byNumber].map(([number, { length }]) => `${number} in ${counted(length, 'Pod')}`);
  if (missing > 0) counts.push(`not declared in ${counted(missing, 'Pod')}`);
  return `${own} -> ${port.targetPort} (${counts.length === 0 ? 'no Pods' : counts.join(', ')})`;
}
