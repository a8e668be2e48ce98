import type { ServiceReport } from '../../model/report/endpoints-report.ts';
import { listed } from '../../text/list.ts';
import type { EdgeStyle, NodeShape } from './mermaid-syntax.ts';

/** One of the ways by which connections reach a Service. */
export interface Door {
  shape: NodeShape;
  lines: readonly string[];
  line: EdgeStyle;
  /** Why it leads nowhere; else empty. */
  text: string;
}

const PENDING = 'load-balancer-pending';
const MOST = 8;
const MOST_PATHS = 4;

/** @param grave the names of the findings that are more than info */
export function doorsOf(service: ServiceReport, grave: ReadonlySet<string>): Door[] {
  const { backendSource, headless, clusterIPs, ports, externalAccess } = service;
  const doors = externalAccess.ingresses.map(({ name, paths: where, portMissing: missing }) => {
    const paths = listed(where, MOST_PATHS);
    return missing
      ? noDoor('ingress-backend-missing', `Ingress ${name}`, paths)
      : door(`Ingress ${name}`, paths);
  });
  if (backendSource === 'externalName') return doors;
  if (externalAccess.loadBalancer && grave.has(PENDING))
    doors.push(noDoor(PENDING, 'load balancer', 'no address'));
  else if (externalAccess.loadBalancer)
    doors.push(door('load balancer', textOf(externalAccess.loadBalancer)));
  if (externalAccess.externalIPs.length > 0)
    doors.push(door('external IPs', textOf(externalAccess.externalIPs)));
  const nodePorts = ports.flatMap(({ nodePort }) => nodePort || []);
  if (nodePorts.length > 0) doors.push(door('every Node, port', textOf(nodePorts.map(String))));
  doors.push(headless ? door('headless', 'DNS gives the addresses') : door('ClusterIP', textOf(clusterIPs)));
  return doors;
}

function door(...lines: readonly string[]): Door {
  return { shape: 'door', lines, line: 'solid', text: '' };
}

function noDoor(rule: string, title: string, text: string): Door {
  return { shape: 'broken', lines: [`✗ ${title}`, text], line: 'dotted', text: `✗ ${rule}` };
}

function textOf(values: readonly string[]): string {
  return values.length === 0 ? '' : listed(values, MOST);
}
