import type { Node } from '../model/objects/node.ts';
import { listed } from '../text/list.ts';
import { kubectl } from '../text/shell.ts';
import { canHaveEndpoints } from './engine/applies-to.ts';
import { field } from './engine/field.ts';
import { lookWith } from './engine/remedy.ts';
import type { Rule } from './engine/rule.ts';
import { refOf } from './engine/subject.ts';

export const nodeNotReady: Rule = {
  name: 'node-not-ready',
  class: 'routing',
  needs: ['EndpointSlice', 'Node'],
  summary: 'A ready endpoint sits on a Node that is not Ready',
  explanation: `
## What it means
The Node's condition Ready is not "True", while a Pod on it still counts as Ready.

## How it shows
The endpoint has \`ready: true\`. The node lifecycle controller sets the Pods of a silent Node to not Ready after some
50 seconds; until then, or where that controller does not act, the endpoint stays.

## Why traffic fails
Connections go to a Node that may not answer: a part of the requests hangs.

## How to confirm
    kubectl describe node NAME

## How to fix
Fix the Node, or delete it, so that its Pods are replaced elsewhere.

## When it is harmless
When only the kubelet is down: the containers go on serving.`,
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
