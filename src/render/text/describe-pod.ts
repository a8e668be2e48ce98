import type { AlmostSelecting, LookupRow, PodEntry, PodReport } from '../../model/report/lookup-report.ts';
import type { Style } from '../../model/style.ts';
import { humanDuration } from '../../text/duration.ts';
import { differenceText } from '../../text/labels.ts';
import { counted, listed } from '../../text/list.ts';
import { wrapText } from '../../text/wrap.ts';
import { publishedCells, servicePortText, socketText } from './cells.ts';
import { fittedTable } from './columns.ts';
import { findingsOf } from './describe-service.ts';
import { factLines, factOf, type HeaderLine } from './header.ts';
import { paint } from './paint.ts';

/** What a Pod is, each Service port that leads to it, the Services that almost do, and findings. */
export function podBlocks({ pods }: PodReport, style: Style, wide: boolean): string[][] {
  return pods.map((pod) => [
    ...factLines(factsOf(pod, style), style.width),
    ...table(pod, style, wide),
    ...almost(pod.almostSelectedBy, style, wide),
    ...findingsOf(pod.shownFindings, style),
  ]);
}

export function podNames({ pods }: PodReport): string[] {
  return pods.map(({ name }) => {
    const [kind = '', template] = name.split('/');
    return template === undefined ? `pod/${name}` : `${kind.toLowerCase()}/${template}`;
  });
}

function factsOf(pod: PodEntry, { color }: Style): HeaderLine[] {
  const { routed } = paint(color);
  const told = pod.findings.includes('pod-not-ready') || pod.message === '';
  const selecting = pod.services.filter(({ via }) => via === 'selector');
  const others = pod.services.filter(({ via }) => via !== 'selector');
  const unknown = selecting.length === 0 && pod.servicesUnread;
  return [
    ...factOf('Name', [pod.name]),
    ...factOf('Namespace', [pod.namespace]),
    { label: 'Ready', text: readyText(pod), paint: (text) => routed(text, pod.ready) },
    ...(told ? [] : factOf('Message', [pod.message])),
    ...(pod.phase === null ? [] : factOf('Phase', [`${pod.phase}${pod.terminating ? ', terminating' : ''}`])),
    ...factOf('Node', [pod.node === null ? '<none>' : `${pod.node}${pod.zone ? ` (${pod.zone})` : ''}`]),
    ...factOf('IP', [`${listed(pod.addresses)}${pod.hostNetwork ? " (hostNetwork: its Node's)" : ''}`]),
    ...factOf('Selected by', [unknown ? '<unknown>' : servicesText(selecting)]),
    ...(others.length === 0 ? [] : factOf('Also listed by', [servicesText(others)])),
  ];
}

function servicesText(rows: readonly LookupRow[]): string {
  return listed([...new Set(rows.map(({ service }) => service))]);
}

function readyText({ ready, podReason, since, age }: PodEntry): string {
  if (ready === null) return '<unknown>';
  const state = ready ? 'True' : `False${podReason === '' ? '' : `: ${podReason}`}`;
  if (since === null) return state;
  return age === null ? `${state} (since ${since})` : `${state}, for ${humanDuration(age)} (since ${since})`;
}

function table({ services }: PodEntry, style: Style, wide: boolean): string[] {
  if (services.length === 0) return [];
  const head = ['SERVICE', 'PORT', 'TARGET', 'IP', ...(wide ? ['VIA', 'SLICE-NAME'] : [])];
  const rows = services.map((row) => [
    row.service,
    servicePortText(row),
    targetText(row),
    row.address === null ? '<none>' : socketText(row.address, row.port),
    ...(wide ? [row.via, row.slice ?? '<none>'] : []),
    ...publishedCells(row, paint(style.color)),
  ]);
  return ['', ...fittedTable([...head, 'ENDPOINTS', 'SLICE', 'STATUS'], rows, style.width, style.headers)];
}

/** `8080`, `http -> 8080`, `http -> <none>` */
export function targetText({ targetPort, port }: LookupRow): string {
  if (targetPort === null) return '<none>';
  return typeof targetPort === 'number' ? `${targetPort}` : `${targetPort} -> ${port ?? '<none>'}`;
}

const MOST_ALMOST = 10;

function almost(services: readonly AlmostSelecting[], { width }: Style, wide: boolean): string[] {
  if (services.length === 0) return [];
  const shown = wide ? services : services.slice(0, MOST_ALMOST);
  const more = services.length - shown.length;
  const lines = shown.flatMap(({ service, difference, pods }) => {
    const selects = pods === null ? '' : `; it selects ${pods === 0 ? 'no Pod' : counted(pods, 'other Pod')}`;
    return wrapText(`Service ${service}: ${differenceText(difference)}${selects}`, '  ', width);
  });
  const rest = more > 0 ? [`  and ${more} more (shown with -o wide)`] : [];
  return ['', 'Almost selected by:', ...lines, ...rest];
}
