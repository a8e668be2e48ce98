import { listedAddresses } from '../model/objects/endpoints.ts';
import { LABEL } from '../model/well-known.ts';
import { listed } from '../text/list.ts';
import { field } from './engine/field.ts';
import { lookBeforeEdit } from './engine/remedy/remedy.ts';
import type { NamespaceRule } from './engine/rule.ts';
import { refOf } from './engine/subject.ts';

export const orphanEndpoints: NamespaceRule = {
  name: 'orphan-endpoints',
  class: 'advice',
  severities: ['warning'],
  needs: ['Service', 'Endpoints', 'EndpointSlice'],
  summary: 'The Service of these endpoints does not exist',
  explanation: `
## What it means
An Endpoints object belongs to the Service of the same name, an EndpointSlice to the Service in its label
\`kubernetes.io/service-name\`. That Service does not exist.

## Symptoms
The object exists, and \`kubectl get svc\` does not list the Service.

## Why traffic fails
No Service routes to these addresses. A Service created later under that name uses them, however old they
are.

## Confirm
    kubectl get svc SERVICE

## Fix
Create the Service, or delete the object if it is a leftover. kube-controller-manager deletes Endpoints
without a Service when it starts.

## When it is harmless
When the Service is created later. Records of leader election are not reported.`,
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
        detail: [`addresses: ${listed(listedAddresses(object), 3)}`],
        remedy: lookBeforeEdit(
          field(object, ...path),
          { verb: 'get', names: ['services'] },
          `name an existing Service of the namespace, or delete the ${object.kind}`,
        ),
        at: field(object, ...path),
        backends: [],
      };
  },
};
