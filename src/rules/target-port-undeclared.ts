import type { ServiceView } from '../model/view/service-view.ts';
import { labelsText } from '../text/labels.ts';
import { listed } from '../text/list.ts';
import { hasSelector } from './engine/applies-to.ts';
import { portField } from './engine/field.ts';
import { lookBeforeEdit } from './engine/remedy/remedy.ts';
import type { Rule } from './engine/rule.ts';
import { portPhrase, refOf } from './engine/subject.ts';

export const targetPortUndeclared: Rule = {
  name: 'target-port-undeclared',
  class: 'advice',
  severities: ['info'],
  needs: ['Pod'],
  summary: 'The Pods do not declare the numeric targetPort',
  explanation: `
## What it means
The Pods declare container ports, and the number in \`targetPort\` is not among them.

## Symptoms
\`spec.containers[].ports\` has other numbers than \`targetPort\`.

## Why traffic fails
Usually it does not: a process may listen on an undeclared port. It fails if the number is wrong.

## Confirm
    kubectl port-forward pod/POD 8080:PORT
Then connect to localhost:8080, with the target port as PORT.

## Fix
Set \`targetPort\` to the port that the process listens on, or declare that port.

## When it is harmless
When the process listens on the port.`,
  appliesTo: hasSelector,
  *check(view) {
    const declared = declaredNumbers(view);
    if (declared.size === 0) return;
    const detail = [`the Pods declare ${listed([...declared].map(String), 5)}`];
    for (const port of view.service.ports) {
      const target = port.targetPort;
      if (typeof target !== 'number' || declared.has(target)) continue;
      yield {
        severity: 'info',
        subject: refOf(view.service),
        message: `${portPhrase(port)} of Service ${view.service.name} targets container port ${target}, which no Pod declares`,
        detail,
        remedy: lookBeforeEdit(
          portField(port, view, 'targetPort'),
          { verb: 'describe', names: ['pods'], flags: [['-l', labelsText(view.service.selector ?? {})]] },
          `target a port that the Pods declare, unless ${target} is intended`,
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
