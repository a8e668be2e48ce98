import type { Node } from '../model/objects/node.ts';
import { listed } from '../text/list.ts';
import { kubectl } from '../text/shell.ts';
import { canHaveEndpoints } from './engine/applies-to.ts';
import { field } from './engine/field.ts';
import { lookWith } from './engine/remedy/remedy.ts';
import type { Rule } from './engine/rule.ts';
import { refOf } from './engine/subject.ts';

export const nodeNotReady: Rule = {
  name: 'node-not-ready',
  class: 'routing',
  severities: ['warning'],
  needs: ['EndpointSlice', 'Node'],
  summary: 'A ready endpoint is on a Node that is not Ready',
  explanation: `
## What it means
The Node's Ready condition is not \`True\`, while a Pod on it still counts as Ready.

## Symptoms
The endpoint has \`ready: true\`. The node lifecycle controller marks the Pods of an unreachable Node not
Ready after about 50 seconds. Until then, or if that controller does not act, the endpoint stays.

## Why traffic fails
kube-proxy sends connections to a Node that may not answer. Some requests time out.

## Confirm
    kubectl describe node NODE

## Fix
Repair the Node, its kubelet first. If the machine is gone for good, delete the Node, so that its Pods are
replaced.

## When it is harmless
When only the kubelet is down: the containers still serve.`,
  appliesTo: canHaveEndpoints,
  *check({ backends, cluster }) {
    const ready = backends.filter(({ slice, nodeName }) => slice === 'ready' && nodeName !== null);
    for (const [name, rows] of Map.groupBy(ready, ({ nodeName }) => nodeName ?? '')) {
      const node = cluster.find('Node', '', name);
      if (typeof node === 'string' || node.ready === null || node.ready.status === 'True') continue;
      const behind = new Set(rows.map(({ podName, address }) => podName ?? address ?? ''));
      yield {
        severity: 'warning',
        subject: refOf(node),
        message: `Node ${name} is not Ready, but ${listed([...behind], 3)} on it still ${behind.size === 1 ? 'gets' : 'get'} connections`,
        detail: [conditionText(node)],
        remedy: lookWith(
          kubectl(null, { verb: 'describe', names: ['node', name] }),
          'see the conditions and events of the Node',
        ),
        at: field(node),
        backends: rows,
      };
    }
  },
};

function conditionText({ ready }: Node): string {
  const why = [ready?.reason, ready?.message].filter(Boolean).join(': ');
  return `its condition Ready is ${ready?.status}${why === '' ? '' : ` (${why})`}${ready?.since ? ` since ${ready.since}` : ''}`;
}
