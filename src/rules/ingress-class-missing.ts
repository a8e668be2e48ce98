import { listed } from '../text/list.ts';
import { inlineYaml } from '../text/yaml-value.ts';
import { field } from './engine/field.ts';
import type { NamespaceRule } from './engine/rule.ts';
import { refOf } from './engine/subject.ts';

export const ingressClassMissing: NamespaceRule = {
  name: 'ingress-class-missing',
  class: 'advice',
  needs: ['Ingress'],
  summary: 'An Ingress names an IngressClass that does not exist',
  explanation: `
## What it means
\`spec.ingressClassName\` names no IngressClass of the cluster; or the Ingress names none, and no class is the default
(info).

## Symptoms
The Ingress gets no address, and no controller reports anything about it.

## Why traffic fails
A controller serves the Ingresses of its own classes. Nobody feels responsible for this one.

## Confirm
    kubectl get ingressclasses
    kubectl get ingress NAME

## Fix
Name a class that there is, or install the controller whose class is meant.

## When it is harmless
When a controller serves Ingresses without a class, or of a class that has no object. The old annotation
\`kubernetes.io/ingress.class\` is not judged.`,
  *checkNamespace(namespace, cluster) {
    const classes = cluster.all('IngressClass').map(({ name }) => name);
    for (const ingress of cluster.ingressesIn(namespace)) {
      const { name, source, found } = cluster.ingressClass(ingress);
      if (found === null && cluster.live && source !== 'annotation') {
        const unread = cluster.unread('IngressClass', '');
        if (unread !== null) yield { unread };
      }
      if (found !== 'absent' || source === 'annotation') continue;
      const at = field(ingress, 'spec', 'ingressClassName');
      yield {
        severity: name === null ? 'info' : 'warning',
        subject: refOf(ingress),
        message:
          name === null
            ? `Ingress ${ingress.name} names no IngressClass, and none is the default`
            : `Ingress ${ingress.name} names IngressClass ${name}, which does not exist`,
        detail: [`IngressClasses: ${listed(classes, 5)}`],
        remedy: {
          kind: 'next',
          at,
          command: null,
          text:
            classes.length === 1
              ? `set ingressClassName: ${inlineYaml(classes[0])}`
              : 'name a class of the cluster',
        },
        at,
        backends: [],
      };
    }
  },
};
