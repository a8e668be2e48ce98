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
  needs: ['EndpointSlice'],
  summary: 'An endpoint has the cluster IP of a Service as its address, and answers nobody',
  explanation: `
## What it means
An EndpointSlice or Endpoints object lists the cluster IP of another Service, as if it were the address of a Pod.

## Symptoms
All objects look healthy. Clients get "connection refused", or time out.

## Why traffic fails
A cluster IP belongs to no interface. kube-proxy translates the destination of a connection once, to the endpoint; that
the result is a cluster IP again is not noticed any more.

## Confirm
    kubectl get svc -A | grep ADDRESS

## Fix
List the addresses of the Pods, or make it a Service of type ExternalName with the DNS name of the other Service:
    kubectl endpoints create-external NAME --external-name OTHER.NAMESPACE.svc.cluster.local

## When it is harmless
Some network plugins that replace kube-proxy do translate such an address.`,
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
      message: `Service ${service.name} targets a cluster IP: ${listed(all, 3)}`,
      detail: [
        'kube-proxy translates a connection once: to a cluster IP it leads nowhere',
        `externalName: ${owner.name}.${owner.namespace}.svc.cluster.local would lead to Service ${owner.name}`,
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
  return `${address} is that of Service ${namespacedName(namespace, name)}`;
}
