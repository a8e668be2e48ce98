/** What a report says of the situations, beside what the node does. */
import type { V1Pod } from '@kubernetes/client-node';
import type { JsonPort, JsonReport, JsonService } from '../../../../src/model/report/json-report.ts';
import { expectValid } from '../../valid-report.ts';
import { tool } from '../run-tool.ts';
import { waitFor } from '../wait.ts';
import type { RealNode } from './real-node.ts';
import { LEAVING, PODS, services } from './situations.ts';

export async function readReport(node: RealNode): Promise<JsonReport> {
  const text = await node.output([tool, 'describe', 'svc', '-o', 'json']);
  expectValid(text);
  return JSON.parse(text);
}

/** Creates Pods, and Services when these have addresses. */
export async function applySituations(node: RealNode): Promise<void> {
  await node.create(...PODS);
  const addresses = await waitFor(
    async () => {
      const pods = await node.list<V1Pod>('pods');
      const found = pods.map(({ metadata, status }) => [metadata?.name ?? '', status?.podIP ?? ''] as const);
      return found.every(([, ip]) => ip !== '') ? new Map(found) : null;
    },
    { seconds: 40, message: () => 'Pods have no addresses' },
  );
  await node.create(...services(addresses));
  await node.kubectl(['wait', '--for=condition=Ready', `pod/${LEAVING}`, '--timeout=20s']);
  await node.kubectl(['delete', 'pod', LEAVING, '--wait=false']);
}

export const portsOf = ({ services }: JsonReport) =>
  services.flatMap((service) =>
    service.ports.map((port) => [`${service.name} ${port.port}`, service, port] as const),
  );

export const routableRows = ({ backends }: JsonService, { port, protocol }: JsonPort) =>
  (backends ?? []).filter((row) => row.servicePort === port && row.protocol === protocol && row.routable);
