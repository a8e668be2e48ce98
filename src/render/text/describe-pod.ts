import type { AlmostSelecting, LookupRow, PodEntry, PodReport } from '../../model/report/lookup-report.ts';
import type { Style } from '../../model/style.ts';
import { humanDuration } from '../../text/duration.ts';
import { differenceText } from '../../text/labels.ts';
import { counted, listed } from '../../text/list.ts';
import { wrapText } from '../../text/wrap.ts';
import { PUBLISHED_HEAD, publishedCells, servicePortText, socketText, targetText } from './cells.ts';
import { fittedTable } from './columns.ts';
import { findingsSection } from './findings.ts';
import { formatHeader, type HeaderLine, headerLines } from './header.ts';
import { paint } from './paint.ts';

/** The text of `describe pod`: header, Service ports, Services that almost select the Pod, and findings. */
export function podBlocks({ pods }: PodReport, style: Style, wide: boolean): string[][] {
  return pods.map((pod) => [
    ...formatHeader(headerOf(pod, style), style.width),
    ...servicePortTable(pod, style, wide),
    ...almostSelectedLines(pod.almostSelectedBy, style, wide),
    ...findingsSection(pod.shownFindings, style),
  ]);
}

export function podNames({ pods }: PodReport): string[] {
  return pods.map(({ name }) => {
    const [kind = '', template] = name.split('/');
    return template === undefined ? `pod/${name}` : `${kind.toLowerCase()}/${template}`;
  });
}

function headerOf(pod: PodEntry, { color }: Style): HeaderLine[] {
  const { routed } = paint(color);
  const hasMessage = pod.message !== '' && !pod.findings.includes('pod-not-ready');
  const selecting = pod.services.filter(({ via }) => via === 'selector');
  const others = pod.services.filter(({ via }) => via !== 'selector');
  const unknown = selecting.length === 0 && pod.servicesUnread;
  return [
    ...headerLines('Name', [pod.name]),
    ...headerLines('Namespace', [pod.namespace]),
    { label: 'Ready', text: readyValue(pod), paint: (text) => routed(text, pod.ready) },
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

function servicesText(rows: readonly LookupRow[]): string {
  return listed([...new Set(rows.map(({ service }) => service))]);
}

function readyValue({ ready, podReason, since, age }: PodEntry): string {
  if (ready === null) return '<unknown>';
  const state = ready ? 'True' : `False${podReason === '' ? '' : `: ${podReason}`}`;
  if (since === null) return state;
  return age === null ? `${state} (since ${since})` : `${state}, for ${humanDuration(age)} (since ${since})`;
}

function servicePortTable({ services }: PodEntry, style: Style, wide: boolean): string[] {
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
  return ['', ...fittedTable([...head, ...PUBLISHED_HEAD], rows, style.width, style.headers)];
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
