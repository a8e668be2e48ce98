import type { BackendReport, Finding, Report, ServiceReport } from '../model/report.ts';
import type { Style } from '../model/style.ts';
import { wrapped } from '../words/wrap.ts';
import { columns, fittedTable } from './columns.ts';
import { findingLines, skippedLines } from './findings.ts';
import { type Paint, paint } from './paint.ts';

const NOT_CHECKED =
  'Not checked: DNS, kube-proxy, NetworkPolicy enforcement, whether the process listens on the port.';

/** The joined view: header, table and findings of each Service, two blank lines between Services. */
export function renderDescribe(report: Report, style: Style, wide: boolean): string {
  const ofService = Map.groupBy(report.findings, ({ namespace, service }) => `${namespace}/${service}`);
  const described = report.services.map((service) => {
    const findings = ofService.get(`${service.namespace}/${service.name}`) ?? [];
    const rows = table(service, style, wide);
    return [
      ...header(service, style),
      ...(rows.length > 0 ? ['', ...rows] : []),
      ...findingsOf(findings, style),
    ];
  });
  const others = report.findings.filter(({ service }) => service === null);
  if (others.length > 0)
    described.push(['Findings that belong to no Service:', ...findingLines(others, style)]);
  const end = [
    ...(report.skipped.length > 0
      ? ['', 'Skipped, for what could not be read:', ...skippedLines(report.skipped, style)]
      : []),
    '',
    ...wrapped(NOT_CHECKED, '', style.width),
  ];
  return `${[described.map((lines) => lines.join('\n')).join('\n\n\n'), ...end].join('\n')}\n`;
}

function header(service: ServiceReport, { color, width }: Style): string[] {
  const { status } = paint(color);
  const facts = [
    ['Name:', service.name],
    ['Namespace:', service.namespace],
    ['Status:', service.status],
    ...service.facts.flatMap(({ label, lines }) =>
      lines.map((line, i) => [i === 0 ? `${label}:` : '', line]),
    ),
  ];
  const labels = columns(facts.map(([label = '']) => [label, '|'])).map((line) => line.slice(0, -1));
  return facts.flatMap(([label, text = ''], index) => {
    const indent = ' '.repeat(labels[index]?.length ?? 0);
    const [first = '', ...more] = wrapped(text, indent, width);
    const value = label === 'Status:' ? status(text, service.status) : first.slice(indent.length);
    return [`${labels[index]}${value}`, ...more];
  });
}

function table(service: ServiceReport, style: Style, wide: boolean): string[] {
  const { backends, ports, backendSource } = service;
  // A name in DNS has no endpoints to show.
  if (backends === null || backendSource === 'externalName') return [];
  const head = ['PORT', 'POD', 'IP', ...(wide ? ['NODE', 'ZONE', 'PHASE'] : [])];
  head.push('READY', 'ENDPOINTS', 'SLICE', 'STATUS');
  const rows = backends.map((backend) => row(backend, wide, paint(style.color)));
  for (const { name, port, protocol } of ports)
    if (!backends.some((backend) => backend.servicePort === port && backend.protocol === protocol))
      rows.push([portText(name, port, protocol), ...nobody(service.unread, wide)]);
  if (rows.length === 0) rows.push(['<none>', ...nobody(service.unread, wide)]);
  return fittedTable(head, rows, style.width, style.headers);
}

function row(backend: BackendReport, wide: boolean, { routed }: Paint): string[] {
  const { servicePort, portName, protocol, pod, address, port } = backend;
  const placed = wide ? [backend.node, backend.zone, backend.podPhase].map((fact) => fact ?? '<none>') : [];
  return [
    servicePort === null ? '<none>' : portText(portName, servicePort, protocol),
    pod ?? '<none>',
    address === null ? '<none>' : socketText(address, port),
    ...placed,
    pod === null ? '<none>' : known(backend.podReady, (ready) => (ready ? 'True' : 'False')),
    backend.endpoints === 'unknown' ? '<unknown>' : backend.endpoints,
    backend.endpointSlice === 'unknown' ? '<unknown>' : backend.endpointSlice,
    routed(statusText(backend), backend.routable),
  ];
}

/** The row of a port behind which nothing is known: nothing is there, or nothing could be read. */
function nobody({ pods, endpoints, slices }: ServiceReport['unread'], wide: boolean): string[] {
  const cell = (unread: boolean) => (unread ? '<unknown>' : '<none>');
  const ofPod = Array.from({ length: wide ? 6 : 3 }, () => cell(pods || slices));
  return [...ofPod, cell(endpoints), cell(slices), cell(slices)];
}

export function portText(name: string, port: number, protocol: string): string {
  return `${name === '' ? '' : `${name} `}${port}/${protocol}`;
}

export function socketText(address: string, port: number | null): string {
  if (port === null) return address;
  return address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;
}

function known<T>(value: T | null, text: (value: T) => string): string {
  return value === null ? '<unknown>' : text(value);
}

/** Why a row is not served, in the words that come nearest to the cause. */
export function statusText({
  routable,
  endpointSlice,
  terminating,
  podReason,
  findings,
}: BackendReport): string {
  if (routable === null) return '<unknown>';
  if (routable) return endpointSlice === 'serving' ? 'routed, terminating' : 'routed';
  if (terminating) return 'terminating';
  const [finding = ''] = findings;
  // Why a Pod is not Ready says more than that it is not; another finding says what keeps it out.
  if (podReason !== '' && (finding === '' || finding === 'pod-not-ready')) return podReason;
  return finding || (endpointSlice === 'absent' ? 'not published' : 'not routed');
}

function findingsOf(findings: readonly Finding[], style: Style): string[] {
  if (findings.length === 0) return ['', 'Findings: <none>'];
  return ['', 'Findings:', ...findingLines(findings, style)];
}
