/** Applies the situations, and reads what reports and connections say of them. */
import type { V1Pod } from '@kubernetes/client-node';
import type { JsonPort, JsonReport, JsonService } from '../../../../src/model/report/json-report.ts';
import { expectValid } from '../../valid-report.ts';
import { tool } from '../run-tool.ts';
import { waitFor } from '../wait.ts';
import type { RealNode, Target } from './real-node.ts';
import { NODE_ADDRESSES } from './sandbox.ts';
import { LEAVING, PODS, services } from './situations.ts';

/** Creates Pods, and Services when these have addresses. */
export async function applySituations(node: RealNode): Promise<void> {
  await node.create(...PODS);
  const addresses = await waitFor(
    async () => {
      const found = await podAddresses(node);
      return [...found.values()].includes('') ? null : found;
    },
    { seconds: 60, message: () => 'Pods have no addresses' },
  );
  await node.create(...services(addresses));
  await node.kubectl(['wait', '--for=condition=Ready', `pod/${LEAVING}`, '--timeout=30s']);
  await node.kubectl(['delete', 'pod', LEAVING, '--wait=false']);
}

async function podAddresses(node: RealNode): Promise<Map<string, string>> {
  const pods = await node.list<V1Pod>('pods');
  return new Map(pods.map(({ metadata, status }) => [metadata?.name ?? '', status?.podIP ?? '']));
}

export async function readReport(node: RealNode): Promise<JsonReport> {
  const text = await node.output([tool, 'describe', 'svc', '-o', 'json']);
  expectValid(text);
  return JSON.parse(text);
}

export interface ReportedPort {
  /** `web 80` */
  key: string;
  service: JsonService;
  port: JsonPort;
}

export const portsOf = ({ services }: JsonReport): ReportedPort[] =>
  services.flatMap((service) =>
    service.ports.map((port) => ({ key: `${service.name} ${port.port}`, service, port })),
  );

/** The errors and warnings of each Service that has any: `error pod-not-ready`. */
export function gravesOf({ findings }: JsonReport): Record<string, string[]> {
  const graves = findings.filter(({ severity }) => severity !== 'info');
  const byService = Map.groupBy(graves, ({ service }) => service ?? '');
  return Object.fromEntries(
    [...byService].map(([service, ofService]) => [
      service,
      [...new Set(ofService.map(({ severity, name }) => `${severity} ${name}`))].sort(),
    ]),
  );
}

/** Where clients connect to: cluster IPs and node port, or what DNS returns for a headless Service. */
export function frontsOf(
  { families }: RealNode,
  { service, port: { port, protocol, nodePort } }: ReportedPort,
): Target[] {
  const { backends, clusterIPs, headless } = service;
  if (headless)
    return (backends ?? []).flatMap((row) =>
      row.routable && row.servicePort === port && row.protocol === protocol && row.address && row.port
        ? [{ address: row.address, port: row.port }]
        : [],
    );
  const reachable = clusterIPs.filter((ip) => families.includes(ip.includes(':') ? 'IPv6' : 'IPv4'));
  const fronts = reachable.map((address) => ({ address, port }));
  return nodePort === null ? fronts : [...fronts, { address: NODE_ADDRESSES.IPv4, port: nodePort }];
}

/** Connects several times to each target. @returns the different answers of each key, sorted */
export async function askEach(
  node: RealNode,
  targets: readonly (Target & { key: string; times: number })[],
): Promise<Record<string, string[]>> {
  const repeated = targets.flatMap((target) => Array.from({ length: target.times }, () => target));
  const answers = await node.ask(repeated);
  const byKey = Map.groupBy(answers.entries(), ([index]) => repeated[index]?.key ?? '');
  return Object.fromEntries(
    [...byKey].map(([key, ofKey]) => [key, [...new Set(ofKey.map(([, answer]) => answer))].sort()]),
  );
}
