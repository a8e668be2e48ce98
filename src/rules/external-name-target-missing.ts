import { kubectl } from '../text/shell.ts';
import { isExternalName } from './engine/applies-to.ts';
import { field } from './engine/field.ts';
import type { Rule } from './engine/rule.ts';
import { refOf } from './engine/subject.ts';

export const externalNameTargetMissing: Rule = {
  name: 'external-name-target-missing',
  class: 'advice',
  severities: ['error'],
  needs: [],
  summary: 'The externalName is a Service that does not exist',
  explanation: `
## What it means
\`spec.externalName\` is SERVICE.NAMESPACE.svc, alone or with the cluster's domain, and that Service does not
exist.

## Symptoms
The Service looks like any other ExternalName: the API does not check its target.

## Why traffic fails
DNS answers with an alias for a name that has no address.

## Confirm
    kubectl get svc SERVICE -n NAMESPACE

## Fix
Correct the name or the namespace, or create the Service.

## When it is harmless
When another release creates the Service later.`,
  appliesTo: isExternalName,
  *check({ service, cluster }) {
    if (service.aliasOf === null) return;
    const { name, namespace } = service.aliasOf;
    const target = cluster.find('Service', namespace, name);
    if (target === 'unread') {
      yield {
        unread: cluster.unread('Service', namespace) ?? `Services of namespace ${namespace} were not read`,
      };
      return;
    }
    if (target !== 'absent') return;
    yield {
      severity: 'error',
      subject: refOf(service),
      message: `Service ${service.name} points to ${service.externalName}, but this Service does not exist`,
      detail: [],
      remedy: {
        kind: 'next',
        at: field(service, 'spec', 'externalName'),
        command: kubectl(namespace, { verb: 'get', names: ['services'] }),
        text: `name an existing Service, or create Service ${name} in namespace ${namespace}`,
      },
      at: field(service, 'spec', 'externalName'),
      backends: [],
    };
  },
};
