import { listed } from '../text/list.ts';
import { field } from './engine/field.ts';
import { partText } from './engine/missing-part.ts';
import { lookBeforeEdit } from './engine/remedy/remedy.ts';
import type { NamespaceRule } from './engine/rule.ts';
import { refOf } from './engine/subject.ts';

export const ingressBackendNotInInput: NamespaceRule = {
  name: 'ingress-backend-not-in-input',
  class: 'advice',
  severities: ['info'],
  needs: ['Service', 'Ingress'],
  summary: 'The manifests do not define the backend Service of an Ingress',
  explanation: `
## What it means
The Ingress names a Service that the input does not have, and the input is only a part of what is applied: it
has no workload in the namespace, or something in it may create Services, such as the custom resource of an
operator or a HelmRelease.

## Symptoms
The finding exists only with \`-f\`. In a cluster, the Service exists or ingress-backend-missing reports it.

## Why traffic fails
It may not fail: the manifests alone do not show it.

## Confirm
Apply the manifests, then run:
    kubectl endpoints describe ingress INGRESS

## Fix
None, if this is intended. Otherwise correct the name, or add the Service.

## When it is harmless
Usually. Therefore the finding is info.`,
  *checkNamespace(namespace, cluster) {
    for (const ingress of cluster.ingressesIn(namespace)) {
      const missing = ingress.backends.flatMap((backend) => {
        const source = cluster.serviceSource(ingress, backend);
        return source === null ? [] : [{ backend, source }];
      });
      const [first] = missing;
      if (!first) continue;
      const at = field(ingress, ...first.backend.path, 'name');
      const names = listed([...new Set(missing.map(({ backend }) => `Service ${backend.service}`))], 3);
      yield {
        severity: 'info',
        subject: refOf(ingress),
        message: `Ingress ${ingress.name} has backends that the input does not define: ${names}`,
        detail: [partText(first.source, namespace)],
        remedy: lookBeforeEdit(
          at,
          { verb: 'get', names: ['services'] },
          'correct the name, unless this is intended',
        ),
        at,
        backends: [],
      };
    }
  },
};
