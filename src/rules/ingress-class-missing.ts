import { listed } from '../text/list.ts';
import { inlineYaml } from '../text/yaml-value.ts';
import { field } from './engine/field.ts';
import type { NamespaceRule } from './engine/rule.ts';
import { refOf } from './engine/subject.ts';

export const ingressClassMissing: NamespaceRule = {
  name: 'ingress-class-missing',
  class: 'advice',
  severities: ['warning', 'info'],
  needs: ['Ingress'],
  summary: 'The IngressClass of an Ingress does not exist',
  explanation: `
## What it means
\`spec.ingressClassName\` names no IngressClass of the cluster; or the Ingress has no such field, and no class
is the default (info).
    # Ingress
    spec:
      ingressClassName: ngnix
    # IngressClass
    metadata:
      name: nginx

## Symptoms
The Ingress gets no address, and no controller writes events about it.

## Why traffic fails
An Ingress controller serves the Ingresses of its own classes only, so none serves this one.

## Confirm
    kubectl get ingressclasses
    kubectl get ingress INGRESS -o jsonpath='{.spec.ingressClassName}'

## Fix
Set \`ingressClassName\` to an existing class, or install the controller of the class.

## When it is harmless
When a controller serves Ingresses without a class, or of a class without an object. The annotation
\`kubernetes.io/ingress.class\` is not checked.`,
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
            ? `Ingress ${ingress.name} has no ingressClassName, and no IngressClass is the default`
            : `Ingress ${ingress.name} has ingressClassName: ${inlineYaml(name)}, but this IngressClass does not exist`,
        detail: [`IngressClasses: ${listed(classes, 5)}`],
        remedy: {
          kind: 'next',
          at,
          command: null,
          text:
            classes.length === 1
              ? `set ingressClassName: ${inlineYaml(classes[0])}`
              : 'set ingressClassName to an existing IngressClass',
        },
        at,
        backends: [],
      };
    }
  },
};
