import type { Service } from '../model/objects/service.ts';
import { listed } from '../text/list.ts';
import { namespacedName } from '../text/object-key.ts';
import { kubectl } from '../text/shell.ts';
import { isProxied } from './engine/applies-to.ts';
import { field } from './engine/field.ts';
import { impact } from './engine/impact.ts';
import { sliceSelector } from './engine/kubectl-commands.ts';
import type { Rule } from './engine/rule.ts';
import { refOf } from './engine/subject.ts';

export const endpointIsClusterIp: Rule = {
  name: 'endpoint-is-cluster-ip',
  class: 'routing',
  severities: ['error', 'warning'],
  needs: ['EndpointSlice'],
  connectionsFail: true,
  summary: 'An endpoint has the cluster IP of a Service as its address',
  explanation: `
## What it means
An EndpointSlice or Endpoints object lists the cluster IP of a Service, as if it were the address of a Pod.
    # EndpointSlice of Service shop
    endpoints:
    - addresses: [10.96.0.9]   # cluster IP of Service cart

## Symptoms
All objects look healthy. Clients get "connection refused", or time out.

## Why traffic fails
A cluster IP belongs to no network interface. kube-proxy translates the destination of a connection once, so
a cluster IP as the result is not translated again.

## Confirm
    kubectl get endpointslices -l kubernetes.io/service-name=SERVICE -o yaml
    kubectl get svc -A

## Fix
List the addresses of the Pods, or make it a Service of type ExternalName with the DNS name of the other
Service:
    spec:
      type: ExternalName
      externalName: cart.NAMESPACE.svc.cluster.local

## When it is harmless
When the network plugin replaces kube-proxy and translates such an address.`,
  appliesTo: isProxied,
  *check({ service, ports, clusterIPs, backends, slices }) {
    const [first] = clusterIPs;
    if (!first) return;
    const rows = backends.filter(({ fault }) => fault === 'clusterIP');
    const concerned = new Set(rows.map(({ port }) => port));
    const [address, owner] = first;
    const slice = slices.find((view) =>
      view.slice.endpoints.some(({ addresses }) => addresses.includes(address)),
    );
    const all = [...clusterIPs].map(addressText);
    yield {
      severity: impact(ports.filter(({ port }) => concerned.has(port))),
      subject: refOf(service),
      message: `Service ${service.name} lists a cluster IP as an endpoint: ${listed(all, 3)}`,
      detail: [
        'kube-proxy translates a connection once, and not again if the result is a cluster IP',
        `externalName: ${owner.name}.${owner.namespace}.svc.cluster.local resolves to Service ${owner.name}`,
      ],
      remedy: {
        kind: 'next',
        at: field(slice?.slice ?? service),
        command: kubectl(owner.namespace, {
          verb: 'get',
          names: ['endpointslices'],
          flags: [['-l', sliceSelector(owner)]],
        }),
        text: 'list the addresses of its Pods, or use an externalName',
      },
      at: field(slice?.slice ?? service),
      backends: rows,
    };
  },
};

function addressText([address, { namespace, name }]: readonly [string, Service]): string {
  return `${address} (Service ${namespacedName(namespace, name)})`;
}
