import type { IPFamily } from '../model/objects/meta.ts';
import type { Severity } from '../model/report/endpoints-report.ts';
import type { ServiceView } from '../model/view/service-view.ts';
import { familyOf } from '../text/address.ts';
import { listed } from '../text/list.ts';
import { hasSelector } from './engine/applies-to.ts';
import { field } from './engine/field.ts';
import { type DraftRemedy, instruction, patchFields } from './engine/remedy.ts';
import type { Rule } from './engine/rule.ts';
import { refOf } from './engine/subject.ts';

export const ipFamilyUnserved: Rule = {
  name: 'ip-family-unserved',
  class: 'routing',
  needs: ['Pod'],
  summary: 'The Service has an IP family in which none of its Pods has an address',
  explanation: `
## What it means
\`spec.ipFamilies\` names a family, and no selected Pod has an address of it, though they have one of the other.

## How it shows
The EndpointSlice of that address type is empty; \`status.podIPs\` of the Pods has no address of the family.

## Why traffic fails
Connections to the cluster IP of that family are rejected. The first family is what most clients use (an error); the
second was asked for with RequireDualStack (a warning) or was only preferred (info).

## How to confirm
    kubectl get svc NAME -o jsonpath='{.spec.ipFamilies}'
    kubectl get pods -o jsonpath='{.items[*].status.podIPs}'

## How to fix
Let the network plugin give the Pods addresses of both families, or let the Service have the family that they have.

## When it is harmless
With PreferDualStack on a cluster whose Pods are single-stack.`,
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
