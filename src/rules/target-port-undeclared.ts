import type { ServiceView } from '../model/view/service-view.ts';
import { labelsText } from '../text/labels.ts';
import { listed } from '../text/list.ts';
import { hasSelector } from './engine/applies-to.ts';
import { portField } from './engine/field.ts';
import { lookBeforeEdit } from './engine/remedy.ts';
import type { Rule } from './engine/rule.ts';
import { portText, refOf } from './engine/subject.ts';

export const targetPortUndeclared: Rule = {
  name: 'target-port-undeclared',
  class: 'advice',
  needs: ['Pod'],
  summary: 'A numeric targetPort that the Pods do not declare; a declaration is only documentation',
  explanation: `
## What it means
The Pods declare container ports, and the number that the Service leads to is not among them.

## How it shows
\`spec.containers[].ports\` has other numbers than \`targetPort\`.

## Why traffic fails
Usually it does not: an undeclared port can be listened on all the same. It fails if the number is a typo.

## How to confirm
    kubectl port-forward POD 8080:TARGETPORT

## How to fix
Correct \`targetPort\`, or declare the port.

## When it is harmless
Whenever the process listens on the port.`,
  appliesTo: hasSelector,
  *check(view) {
    const declared = declaredNumbers(view);
    if (declared.size === 0) return;
    const detail = [`they declare ${listed([...declared].map(String), 5)}`];
    for (const port of view.service.ports) {
      const target = port.targetPort;
      if (typeof target !== 'number' || declared.has(target)) continue;
      yield {
        severity: 'info',
        subject: refOf(view.service),
        message: `Service ${view.service.name} leads port ${portText(port)} to ${target}, which its Pods do not declare`,
        detail,
        remedy: lookBeforeEdit(
          portField(port, view, 'targetPort'),
          { verb: 'describe', names: ['pods'], flags: [['-l', labelsText(view.service.selector ?? {})]] },
          `lead to a port that the Pods declare, if ${target} is not meant`,
        ),
        at: portField(port, view, 'targetPort'),
        backends: [],
      };
    }
  },
};

/** In order; empty if a Pod declares no port at all, since then no declaration is missing. */
function declaredNumbers({ live, mixed, cluster }: ServiceView): ReadonlySet<number> {
  const own = live.filter((selected) => !mixed?.foreign.has(selected));
  const each = own.map(({ pod }) => cluster.declaredPorts(pod).map(({ port }) => port));
  if (each.some((ports) => ports.length === 0)) return new Set();
  return new Set([...new Set(each.flat())].sort((a, b) => a - b));
}
