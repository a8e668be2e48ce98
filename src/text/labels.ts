/** Labels, selectors and what NetworkPolicies admit as text, and the equality-based match of a selector. */

import type { Labels } from '../model/objects/meta.ts';
import type { LabelSelector, NetworkPolicy, PolicyPeer, PolicyPort } from '../model/objects/networking.ts';
import type { LabelDifference } from '../model/view/cluster-view.ts';
import { LABEL } from '../model/well-known.ts';
import { listed } from './list.ts';

/** Formats labels as kubectl and a label selector query do: `app=web,tier=front`. */
export function labelsText(labels: Labels): string {
  return Object.entries(labels)
    .map(([key, value]) => `${key}=${value}`)
    .join(',');
}

/** Whether the labels contain every wanted key with its value. */
export function hasLabels(labels: Labels, wanted: Labels): boolean {
  return Object.entries(wanted).every(([key, value]) => labels[key] === value);
}

/** `app is "web", not "wep"`, `tier is missing (wanted "front", found "app.tier")`. */
export function differenceText({ key, wanted, has, similar }: LabelDifference): string {
  if (has === null) {
    const instead = similar === null ? '' : `, found "${similar.key}"`;
    return `${key} is missing (wanted "${wanted}"${instead})`;
  }
  const inCase = has.toLowerCase() === wanted.toLowerCase() ? ' (letter case)' : '';
  return `${key} is "${has}", not "${wanted}"${inCase}`;
}

/** Rules that differ by little more than a port are common. */
const MAX_RULES = 3;

/** `Pods of namespace pay to 8080/TCP; everyone to 9090/TCP`; `no traffic` without rules. */
export function admittedText({ ingress, peers }: NetworkPolicy): string {
  if (ingress.length === 0) return 'no traffic';
  const rules = ingress.slice(0, MAX_RULES).map((ports, index) => ruleText(peers[index] ?? [], ports));
  const more = ingress.length - rules.length;
  return [...rules, ...(more > 0 ? [`${more} more rules`] : [])].join('; ');
}

function ruleText(peers: readonly PolicyPeer[], ports: readonly PolicyPort[]): string {
  const who = peers.length === 0 ? 'everyone' : listed(peers.map(peerText), 3);
  return ports.length === 0 ? who : `${who} to ${listed([...new Set(ports.map(policyPortText))], 5)}`;
}

export function policyPortText({ port, endPort, protocol }: PolicyPort): string {
  return `${port ?? 'all'}${endPort === null ? '' : `-${endPort}`}/${protocol}`;
}

/** `Pods app=web`, `Pods of namespace pay`, `Pods app=web of namespaces team=x`, `203.0.113.0/24`. */
export function peerText({ cidr, podSelector, namespaceSelector }: PolicyPeer): string {
  if (cidr !== '') return cidr;
  const labels = podSelector ? selectorText(podSelector) : '';
  const pods = labels === '' ? 'Pods' : `Pods ${labels}`;
  return namespaceSelector ? `${pods} of ${namespacesText(namespaceSelector)}` : pods;
}

function namespacesText(selector: LabelSelector): string {
  const text = selectorText(selector);
  if (text === '') return 'all namespaces';
  const prefix = `${LABEL.namespaceName}=`;
  return text.startsWith(prefix) && !text.includes(',')
    ? `namespace ${text.slice(prefix.length)}`
    : `namespaces ${text}`;
}

function selectorText({ matchLabels, matchExpressions }: LabelSelector): string {
  const expressions = matchExpressions.map(({ key, operator, values }) =>
    `${key} ${operator} ${values.join(',')}`.trim(),
  );
  return [labelsText(matchLabels), ...expressions].filter(Boolean).join(',');
}
