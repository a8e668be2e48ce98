import type { ServiceReport } from '../model/report.ts';
import { listed } from '../words/list.ts';
import type { Line, Shape } from './mermaid-text.ts';

/** One of the ways by which connections reach a Service. */
export interface Door {
  shape: Shape;
  lines: readonly string[];
  line: Line;
  /** Why it leads nowhere; else empty. */
  text: string;
}

const PENDING = 'load-balancer-pending';
const MOST = 8;

/** @param grave the names of the findings that are more than info */
export function doorsOf(service: ServiceReport, grave: ReadonlySet<string>): Door[] {
  const { backendSource, headless, clusterIPs, ports, outside } = service;
  if (backendSource === 'externalName') return [];
  const doors: Door[] = [];
  const add = (title: string, values: readonly (string | number)[]) =>
    doors.push({
      shape: 'door',
      lines: [title, values.length === 0 ? '' : listed(values.map(String), MOST)],
      line: 'solid',
      text: '',
    });
  if (outside.loadBalancer && grave.has(PENDING))
    doors.push({
      shape: 'broken',
      lines: ['✗ load balancer', 'no address'],
      line: 'dotted',
      text: `✗ ${PENDING}`,
    });
  else if (outside.loadBalancer) add('load balancer', outside.loadBalancer);
  if (outside.externalIPs.length > 0) add('external IPs', outside.externalIPs);
  const nodePorts = ports.flatMap(({ nodePort }) => nodePort || []);
  if (nodePorts.length > 0) add('every Node, port', nodePorts);
  if (headless) add('headless', ['DNS gives the addresses']);
  else add('ClusterIP', clusterIPs);
  return doors;
}
