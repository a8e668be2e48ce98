import { listedAddresses } from '../model/objects/endpoints.ts';
import { LABEL } from '../model/well-known.ts';
import { listed } from '../text/list.ts';
import { field } from './engine/field.ts';
import { lookBeforeEdit } from './engine/remedy.ts';
import type { NamespaceRule } from './engine/rule.ts';
import { refOf } from './engine/subject.ts';

export const orphanEndpoints: NamespaceRule = {
  name: 'orphan-endpoints',
  class: 'advice',
  needs: ['Service', 'Endpoints', 'EndpointSlice'],
  summary: 'An Endpoints object or EndpointSlice whose Service does not exist',
  explanation: `
## What it means
Endpoints belong to the Service of their name, an EndpointSlice to the one that its label
\`kubernetes.io/service-name\` names. There is no such Service.

## How it shows
The object is there, and \`kubectl get svc\` does not have the name.

## Why traffic fails
Nothing leads to these addresses. A Service that is made with that name later gets them, however old they are.

## How to confirm
    kubectl get svc NAME

## How to fix
Delete the object, or make the Service. Endpoints without a Service are deleted anyway when kube-controller-manager
restarts.

## When it is harmless
When the Service is still to come. Records of leader elections are not judged.`,
  *checkNamespace(namespace, cluster) {
    const lacksService = (name: string) => cluster.find('Service', namespace, name) === 'absent';
    const orphans = [
      ...cluster
        .endpointsIn(namespace)
        .filter(({ name, leaderElection }) => !leaderElection && lacksService(name))
        .map((object) => ({
          object,
          service: object.name,
          path: ['metadata', 'name'],
        })),
      ...cluster
        .slicesIn(namespace)
        .filter(({ service }) => service !== '' && lacksService(service))
        .map((object) => ({
          object,
          service: object.service,
          path: ['metadata', 'labels', LABEL.serviceName],
        })),
    ];
    for (const { object, service, path } of orphans)
      yield {
        severity: 'warning',
        subject: refOf(object),
        message: `${object.kind} ${object.name} belongs to Service ${service}, which does not exist`,
        detail: [`its addresses: ${listed(listedAddresses(object), 3)}`],
        remedy: lookBeforeEdit(
          field(object, ...path),
          { verb: 'get', names: ['services'] },
          `name a Service of the namespace, or remove the ${object.kind}`,
        ),
        at: field(object, ...path),
        backends: [],
      };
  },
};
