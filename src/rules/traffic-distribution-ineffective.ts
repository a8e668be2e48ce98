import type { Endpoint } from '../model/objects/endpoints.ts';
import { listed } from '../text/list.ts';
import { kubectl } from '../text/shell.ts';
import { isProxied } from './engine/applies-to.ts';
import { field } from './engine/field.ts';
import { sliceSelector } from './engine/kubectl-commands.ts';
import { lookWith } from './engine/remedy.ts';
import type { Rule } from './engine/rule.ts';
import { refOf } from './engine/subject.ts';

export const trafficDistributionIneffective: Rule = {
  name: 'traffic-distribution-ineffective',
  class: 'advice',
  needs: ['EndpointSlice', 'Node'],
  summary: 'trafficDistribution is set, and kube-proxy disregards the hints that it leads to',
  explanation: `
## What it means
\`spec.trafficDistribution\` lets the EndpointSlice controller give each ready endpoint a hint, for which zone or Node it is.
An endpoint has none, or no Node is in a zone that a hint names.

## Symptoms
Connections cross zones as if the field were not there.

## Why traffic fails
It does not: without a hint on every ready endpoint kube-proxy uses all endpoints.

## Confirm
    kubectl get endpointslices -l kubernetes.io/service-name=NAME -o yaml
    kubectl get nodes -L topology.kubernetes.io/zone

## Fix
Label the Nodes with their zone. Endpoints that are written by hand need \`hints\` too.

## When it is harmless
In a cluster of one zone.`,
  appliesTo: (view) => isProxied(view) && view.service.trafficDistribution !== '',
  *check({ service, hints }) {
    if (hints === null || hints.inEffect) return;
    yield {
      severity: 'info',
      subject: refOf(service),
      message: `Service ${service.name} has trafficDistribution ${service.trafficDistribution}, without effect: ${
        hints.lacking.length > 0 ? 'endpoints lack hints' : 'no hint names a zone of a Node'
      }`,
      detail:
        hints.lacking.length > 0
          ? [`without a hint: ${listed(hints.lacking.map(endpointText), 3)}`]
          : ['kube-proxy then uses all endpoints'],
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
