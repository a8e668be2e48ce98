import type { AlmostSelecting, LookupRow, PodEntry, PodReport } from '../../model/report/lookup-report.ts';
import type { Style } from '../../model/style.ts';
import { socketText } from '../../text/address.ts';
import { humanDuration } from '../../text/duration.ts';
import { differenceText } from '../../text/labels.ts';
import { counted, listed } from '../../text/list.ts';
import { kubectlName } from '../../text/object-key.ts';
import { wrapText } from '../../text/wrap.ts';
import { NO_REASON, publishedColumns, servicePortText, statusCell, targetText } from './cells.ts';
import { findingsSection, problemsOf } from './findings.ts';
import { fittedTable } from './fitted-table.ts';
import { findingLine, formatHeader, type HeaderLine, headerLines } from './header.ts';
import { type Paint, paint } from './paint.ts';
import { routedText } from './routed-text.ts';

/** The text of `describe pod`: header, Service ports, Services that almost select the Pod, and findings. */
export function podBlocks({ pods }: PodReport, style: Style, wide: boolean): string[][] {
  return pods.map((pod) => [
    ...formatHeader(headerOf(pod, paint(style.color)), style.width, paint(style.color)),
    ...servicePortTable(pod, style, wide),
    ...almostSelectedLines(pod.almostSelectedBy, style, wide),
    ...findingsSection(pod.shownFindings, style),
  ]);
}

export function podNames({ pods }: PodReport): string[] {
  return pods.map(({ name }) => {
    const [kind = '', template] = name.split('/');
    return template === undefined ? kubectlName('Pod', name) : kubectlName(kind, template);
  });
}

function headerOf(pod: PodEntry, paints: Paint): HeaderLine[] {
  const hasMessage = pod.message !== '' && !pod.findings.includes('pod-not-ready');
  const selecting = pod.services.filter(({ via }) => via === 'selector');
  const others = pod.services.filter(({ via }) => via !== 'selector');
  const unknown = selecting.length === 0 && pod.servicesUnread;
  const ready = readyValue(pod, paints);
  return [
    ...headerLines('Name', [paints.bold(pod.name)]),
    ...headerLines('Namespace', [pod.namespace]),
    ...headerLines('Status', [unknown ? '<unknown>' : statusLine(pod, paints)]),
    ...findingLine(problemsOf(pod.shownFindings), ready, paints),
    ...headerLines('Ready', [ready]),
    ...(hasMessage ? headerLines('Message', [pod.message]) : []),
    ...(pod.phase === null
      ? []
      : headerLines('Phase', [`${pod.phase}${pod.terminating ? ', terminating' : ''}`])),
    ...headerLines('Node', [pod.node === null ? '<none>' : `${pod.node}${pod.zone ? ` (${pod.zone})` : ''}`]),
    ...headerLines('IP', [`${listed(pod.addresses)}${pod.hostNetwork ? " (hostNetwork: its Node's)" : ''}`]),
    ...headerLines('Selected by', [unknown ? '<unknown>' : servicesText(selecting)]),
    ...(others.length === 0 ? [] : headerLines('Also listed by', [servicesText(others)])),
  ];
}

/** How many Service ports are routed to the Pod, or that no Service selects it. */
function statusLine({ services, almostSelectedBy }: PodEntry, paints: Paint): string {
  if (services.length === 0) {
    const almost = listed(
      almostSelectedBy.map(({ service }) => service),
      3,
    );
    const hint = almostSelectedBy.length === 0 ? '' : `, almost by ${almost}`;
    return `${paints.state('not selected', null)} by any Service${hint}`;
  }
  return routedText(services, paints);
}

function servicesText(rows: readonly LookupRow[]): string {
  return listed([...new Set(rows.map(({ service }) => service))]);
}

function readyValue({ ready, podReason, since, age }: PodEntry, { state }: Paint): string {
  if (ready === null) return '<unknown>';
  const reason = ready || ['', NO_REASON].includes(podReason) ? '' : `: ${podReason}`;
  const value = `${state(ready ? 'True' : 'False', ready)}${reason}`;
  if (since === null) return value;
  return age === null ? `${value} (since ${since})` : `${value}, for ${humanDuration(age)} (since ${since})`;
}

function servicePortTable({ services }: PodEntry, style: Style, wide: boolean): string[] {
  if (services.length === 0) return [];
  const published = publishedColumns(services, wide);
  const heads = ['SERVICE', 'PORT', 'STATUS', 'TARGET', 'IP', ...(wide ? ['VIA', 'SLICE-NAME'] : [])];
  const paints = paint(style.color);
  const rows = services.map((row) => [
    row.service,
    servicePortText(row),
    statusCell(row, paints),
    targetText(row),
    paints.cell(row.address === null ? '<none>' : socketText(row.address, row.port)),
    ...(wide ? [row.via, paints.cell(row.slice ?? '<none>')] : []),
    ...published.cells(row),
  ]);
  const columns = heads.map((head) =>
    head === 'TARGET' && !wide ? { head, dropped: 1 as const } : { head },
  );
  return ['', ...fittedTable([...columns, ...published.columns], rows, style, wide ? {} : { group: 1 })];
}

const MOST_ALMOST = 10;

function almostSelectedLines(
  services: readonly AlmostSelecting[],
  { width }: Style,
  wide: boolean,
): string[] {
  if (services.length === 0) return [];
  const shown = wide ? services : services.slice(0, MOST_ALMOST);
  const more = services.length - shown.length;
  const lines = shown.flatMap(({ service, difference, pods }) => {
    const selects = pods === null ? '' : `; selects ${pods === 0 ? 'no Pods' : counted(pods, 'other Pod')}`;
    return wrapText(`Service ${service}: ${differenceText(difference)}${selects}`, '  ', width);
  });
  const rest = more > 0 ? [`  and ${more} more (shown with -o wide)`] : [];
  return ['', 'Almost selected by:', ...lines, ...rest];
}
