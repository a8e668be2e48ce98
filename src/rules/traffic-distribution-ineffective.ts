import type { Endpoint } from '../model/objects/endpoints.ts';
import { listed } from '../text/list.ts';
import { kubectl } from '../text/shell.ts';
import { isProxied } from './engine/applies-to.ts';
import { field } from './engine/field.ts';
import { sliceSelector } from './engine/kubectl-commands.ts';
import { lookWith } from './engine/remedy/remedy.ts';
import type { Rule } from './engine/rule.ts';
import { refOf } from './engine/subject.ts';

export const trafficDistributionIneffective: Rule = {
  name: 'traffic-distribution-ineffective',
  class: 'advice',
  severities: ['info'],
  needs: ['EndpointSlice', 'Node'],
  summary: 'trafficDistribution has no effect on kube-proxy',
  explanation: `
## What it means
With \`spec.trafficDistribution\`, the EndpointSlice controller gives each ready endpoint a hint: the zones or
Nodes that should use it. Some endpoint has no hint, or no hint names a zone or Node of the cluster.
    # EndpointSlice
    endpoints:
    - addresses: [10.244.0.7]
      hints:
        forZones: [{name: eu-west-1a}]
    - addresses: [10.244.1.9]   # no hint

## Symptoms
Connections cross zones as if the field were not set.

## Why traffic fails
It does not: kube-proxy uses all endpoints, unless every ready one has a hint.

## Confirm
    kubectl get endpointslices -l kubernetes.io/service-name=SERVICE -o yaml
    kubectl get nodes -L topology.kubernetes.io/zone

## Fix
Label the Nodes with their zone. Endpoints that are written by hand need \`hints\` too.

## When it is harmless
In a cluster with one zone.`,
  appliesTo: (view) => isProxied(view) && view.service.trafficDistribution !== '',
  *check({ service, hints }) {
    if (hints === null || hints.inEffect) return;
    yield {
      severity: 'info',
      subject: refOf(service),
      message: `trafficDistribution: ${service.trafficDistribution} of Service ${service.name} has no effect: ${
        hints.lacking.length > 0 ? 'endpoints lack hints' : 'no hint names a zone or Node of the cluster'
      }`,
      detail:
        hints.lacking.length > 0
          ? [`without a hint: ${listed(hints.lacking.map(endpointText), 3)}`]
          : ['kube-proxy uses all endpoints'],
      remedy: lookWith(
        kubectl(service.namespace, {
          verb: 'get',
          names: ['endpointslices'],
          flags: [
            ['-l', sliceSelector(service)],
            ['-o', 'yaml'],
          ],
        }),
        'see the hints and zones of the endpoints',
      ),
      at: field(service, 'spec', 'trafficDistribution'),
      backends: [],
    };
  },
};

function endpointText({ addresses, zone, target }: Endpoint): string {
  const who = target?.kind === 'Pod' ? ` (Pod ${target.name})` : '';
  return `${addresses[0]}${who}${zone === '' ? ', which has no zone' : ''}`;
}
