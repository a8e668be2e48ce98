import { closestName } from '../text/closest-name.ts';
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
\`kubernetes.io/ingress.class\` is not checked. In manifests, a class that the input lacks is info, unless it is
spelt like one that the input has.`,
  *checkNamespace(namespace, cluster) {
    const classes = cluster.all('IngressClass').map(({ name }) => name);
    for (const ingress of cluster.ingressesIn(namespace)) {
      const { name, source, found } = cluster.ingressClass(ingress);
      if (found === null && cluster.live && source !== 'annotation') {
        const unread = cluster.unread('IngressClass', '');
        if (unread !== null) yield { unread };
      }
      if (found !== 'absent' || source === 'annotation') continue;
      // A cluster has classes that its manifests need not contain.
      const mayExist = ingress.uid === '' && (name === null || !isMisspelt(name, classes));
      if (mayExist && name === null) continue;
      const at = field(ingress, 'spec', 'ingressClassName');
      yield {
        severity: name === null || mayExist ? 'info' : 'warning',
        subject: refOf(ingress),
        message:
          name === null
            ? `Ingress ${ingress.name} has no ingressClassName, and no IngressClass is the default`
            : `Ingress ${ingress.name} has ingressClassName: ${inlineYaml(name)}, but this IngressClass ${mayExist ? 'is not in the input' : 'does not exist'}`,
        detail: [`IngressClasses: ${listed(classes, 5)}`],
        remedy: {
          kind: 'next',
          at,
          command: null,
          text:
            classes.length === 1 && !mayExist
              ? `set ingressClassName: ${inlineYaml(classes[0])}`
              : `set ingressClassName to an existing IngressClass${mayExist ? ', unless the cluster has this one' : ''}`,
        },
        at,
        backends: [],
      };
    }
  },
};

/** `nginx` beside `nginx-internal` is another class. */
function isMisspelt(name: string, classes: readonly string[]): boolean {
  const closest = closestName(name, classes);
  return closest !== null && !closest.startsWith(name);
}
