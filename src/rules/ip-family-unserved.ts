import type { IPFamily } from '../model/objects/meta.ts';
import type { Severity } from '../model/report/endpoints-report.ts';
import type { ServiceView } from '../model/view/service-view.ts';
import { familyOf } from '../text/address.ts';
import { listed } from '../text/list.ts';
import { hasSelector } from './engine/applies-to.ts';
import { field } from './engine/field.ts';
import { type DraftRemedy, instruction, patchFields } from './engine/remedy/remedy.ts';
import type { Rule } from './engine/rule.ts';
import { refOf } from './engine/subject.ts';

export const ipFamilyUnserved: Rule = {
  name: 'ip-family-unserved',
  class: 'routing',
  severities: ['error', 'warning', 'info'],
  needs: ['Pod'],
  summary: 'The Pods lack an IP family of the Service',
  explanation: `
## What it means
\`spec.ipFamilies\` of the Service has a family of which no selected Pod has an address. The Pods have
addresses of the other family.

## Symptoms
The EndpointSlice of that address type is empty, and \`status.podIPs\` of the Pods has no address of the
family.

## Why traffic fails
kube-proxy rejects connections to the cluster IP of that family. The first family is an error, because most
clients use it. The second is info with PreferDualStack, else a warning.

## Confirm
    kubectl get svc SERVICE -o jsonpath='{.spec.ipFamilies}'
    kubectl get pods -l SELECTOR -o jsonpath='{.items[*].status.podIPs}'

## Fix
Let the network plugin give the Pods addresses of both families, or remove the second family from the
Service. The first family cannot change: create a new Service for it.

## When it is harmless
With PreferDualStack in a cluster whose Pods are single-stack.`,
  appliesTo: hasSelector,
  *check(view) {
    const { service } = view;
    const live = view.live.filter(({ pod }) => pod.ips.length > 0);
    const unserved = service.ipFamilies.filter(
      (family) => !live.some(({ addresses }) => addresses.has(family)),
    );
    const [family] = unserved;
    // A Pod with another obstacle has its own finding.
    const isCause = live.some(
      ({ obstacle }) => obstacle === null || obstacle === 'familyUnserved' || obstacle === 'unpublished',
    );
    if (!isCause || !family) return;
    const podFamilies: readonly IPFamily[] = [...new Set(live.flatMap(({ pod }) => pod.ips.map(familyOf)))];
    yield {
      severity: severityOf(family, view),
      subject: refOf(service),
      message: `Service ${service.name} has ${family} as its ${family === service.ipFamilies[0] ? 'first' : 'second'} IP family, but none of its Pods has an ${family} address`,
      detail: [
        `the Pods have ${listed(podFamilies)} addresses`,
        `ipFamilies ${listed(service.ipFamilies)}, ipFamilyPolicy ${service.ipFamilyPolicy || '<none>'}`,
      ],
      remedy: remedy(podFamilies, view),
      at: field(service, 'spec', 'ipFamilies'),
      backends: view.backends.filter(
        ({ address, pod }) => address === null && pod !== null && pod.ips.length > 0,
      ),
    };
  },
};

function severityOf(family: IPFamily, { service }: ServiceView): Severity {
  if (family === service.ipFamilies[0]) return 'error';
  return service.ipFamilyPolicy === 'PreferDualStack' ? 'info' : 'warning';
}

/** The second family of a Service can be removed; the first is immutable. */
function remedy(podFamilies: readonly IPFamily[], { service }: ServiceView): DraftRemedy {
  const [first] = service.ipFamilies;
  if (!first || !podFamilies.includes(first))
    return instruction(
      `give the Pods ${first} addresses; or delete Service ${service.name} and create it with ipFamilies: [${podFamilies.join(', ')}], because its first family is immutable`,
    );
  return patchFields(field(service, 'spec'), { ipFamilyPolicy: 'SingleStack', ipFamilies: [first] }, 'merge');
}
