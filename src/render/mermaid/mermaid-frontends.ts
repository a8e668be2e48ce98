import type { ServiceReport } from '../../model/report/endpoints-report.ts';
import { listed } from '../../text/list.ts';
import type { EdgeStyle, NodeShape } from './mermaid-syntax.ts';

/** A way in which clients reach a Service: Ingress, load balancer, external IP, node port, ClusterIP or DNS. */
export interface Frontend {
  shape: NodeShape;
  lines: readonly string[];
  line: EdgeStyle;
  /** The finding, if it leads nowhere; else empty. */
  text: string;
}

const PENDING = 'load-balancer-pending';
const MOST = 8;
const MOST_PATHS = 4;

/** @param problems names of the rules with errors or warnings */
export function frontendsOf(service: ServiceReport, problems: ReadonlySet<string>): Frontend[] {
  const { backendSource, headless, clusterIPs, ports, externalAccess } = service;
  const frontends = externalAccess.ingresses.map(({ name, paths: where, portMissing }) => {
    const paths = listed(where, MOST_PATHS);
    return portMissing
      ? brokenFrontend('ingress-backend-missing', `Ingress ${name}`, paths)
      : frontend(`Ingress ${name}`, paths);
  });
  if (backendSource === 'externalName') return frontends;
  if (externalAccess.loadBalancer && problems.has(PENDING))
    frontends.push(brokenFrontend(PENDING, 'load balancer', 'no address'));
  else if (externalAccess.loadBalancer)
    frontends.push(frontend('load balancer', listText(externalAccess.loadBalancer)));
  if (externalAccess.externalIPs.length > 0)
    frontends.push(frontend('external IPs', listText(externalAccess.externalIPs)));
  const nodePorts = ports.flatMap(({ nodePort }) => nodePort || []);
  if (nodePorts.length > 0) frontends.push(frontend('every Node, port', listText(nodePorts.map(String))));
  frontends.push(
    headless ? frontend('headless', 'DNS gives the addresses') : frontend('ClusterIP', listText(clusterIPs)),
  );
  return frontends;
}

function frontend(...lines: readonly string[]): Frontend {
  return { shape: 'frontend', lines, line: 'solid', text: '' };
}

function brokenFrontend(rule: string, title: string, text: string): Frontend {
  return { shape: 'broken', lines: [`✗ ${title}`, text], line: 'dotted', text: `✗ ${rule}` };
}

function listText(values: readonly string[]): string {
  return values.length === 0 ? '' : listed(values, MOST);
}
