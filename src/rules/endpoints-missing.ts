import type { ServicePort } from '../model/objects/service.ts';
import type { ServiceView } from '../model/view/service-view.ts';
import { LABEL } from '../model/well-known.ts';
import { counted, listed } from '../text/list.ts';
import { isSelectorless } from './engine/applies-to.ts';
import { type Field, field } from './engine/field.ts';
import { createExternal, portArgument, sliceSelector } from './engine/kubectl-commands.ts';
import { type DraftRemedy, editManually, setLabel } from './engine/remedy/remedy.ts';
import type { Rule } from './engine/rule.ts';
import { refOf } from './engine/subject.ts';

export const endpointsMissing: Rule = {
  name: 'endpoints-missing',
  class: 'routing',
  severities: ['error'],
  needs: ['Endpoints', 'EndpointSlice'],
  evidence: ['EndpointSlice'],
  summary: 'A Service without a selector has no ready endpoint',
  explanation: `
## What it means
Kubernetes creates no endpoints for a Service without a selector: a user or a controller must write an
Endpoints object or EndpointSlices. There are none, or they have no ready address.

## Symptoms
No EndpointSlice has the label \`kubernetes.io/service-name: SERVICE\`, and no Endpoints object has the
Service's name. Or every address is under \`notReadyAddresses\` and every endpoint has \`ready: false\`.

## Why traffic fails
kube-proxy rejects connections to the cluster IP.

## Confirm
    kubectl get endpointslices -l kubernetes.io/service-name=SERVICE
    kubectl get endpoints SERVICE

## Fix
Give the Service a selector, or write its endpoints:
    kubectl endpoints create-external SERVICE --ip ADDRESS --port PORT \\
      --dry-run=client -o yaml | kubectl apply -f -
An EndpointSlice belongs to no Service unless it has the label \`kubernetes.io/service-name\`.

## When it is harmless
When a controller of your own adds endpoints only while the Service is in use.`,
  appliesTo: isSelectorless,
  *check(view) {
    const { service, ports } = view;
    if (view.endpointsSource || isAnyReady(view) || ports.some(({ routable }) => routable > 0)) return;
    const unread = view.cluster.unparsedBeside(service.place, 'Endpoints');
    if (unread !== null) {
      yield { unread };
      return;
    }
    const addresses = new Set(view.backends.map(({ address }) => address));
    yield {
      severity: 'error',
      subject: refOf(service),
      message:
        addresses.size === 0
          ? `Service ${service.name} has no selector and ${service.place ? 'the input has no endpoints for it' : 'no endpoints'}`
          : `Service ${service.name} has ${counted(addresses.size, 'address', 'addresses')}, but none is ready`,
      detail: [...evidence(view)],
      remedy: remedy(view, addresses.size > 0),
      at: faultyField(view),
      backends: view.backends,
    };
  },
};

/**
 * If slices have ports of the Service, they decide, since addresses under other ports get no connections. Endpoints
 * that are not mirrored are another finding.
 */
function isAnyReady({ service, slices, mirror }: ServiceView): boolean {
  const filled = slices.filter(({ slice }) => slice.endpoints.length > 0);
  const served = service.headless ? filled : filled.filter(({ ports }) => ports.size > 0);
  const deciding = served.length > 0 ? served : filled;
  // A terminating endpoint that gets no connections was replaced by another one of its address.
  if (deciding.some(({ ready }) => ready.some(({ terminating }) => !terminating))) return true;
  return served.length === 0 && mirror !== null && mirror.ready.size > 0;
}

function* evidence(view: ServiceView): Iterable<string> {
  const { endpoints, slices, service } = view;
  const where = slices.map(({ slice }) => slice.name);
  if (view.backends.length > 0) {
    if (endpoints) yield `Endpoints ${endpoints.name} lists them in notReadyAddresses`;
    if (where.length > 0) yield `EndpointSlice ${listed(where, 3)} lists them with ready: false`;
    return;
  }
  yield endpoints ? `Endpoints ${endpoints.name} has no addresses` : `no Endpoints object ${service.name}`;
  yield where.length > 0
    ? `EndpointSlice ${listed(where, 3)} has no endpoints`
    : `no EndpointSlice with label ${sliceSelector(service)}`;
  for (const { name } of unlabelledSlices(view).slice(0, 3))
    yield `EndpointSlice ${name} has no label ${LABEL.serviceName}, so it belongs to no Service`;
}

function unlabelledSlices({ cluster, service }: ServiceView) {
  return cluster.unlabelledSlicesIn(service.namespace);
}

/** The object without ready addresses; if there is none, the place of a selector. */
function faultyField({ service, endpoints, slices }: ServiceView): Field {
  if (endpoints) return field(endpoints, 'subsets');
  const slice = slices[0]?.slice;
  return slice ? field(slice, 'endpoints') : field(service, 'spec', 'selector');
}

function remedy(view: ServiceView, hasAddresses: boolean): DraftRemedy {
  const { service } = view;
  const unlabelled = unlabelledSlices(view).find(({ name }) => name.startsWith(service.name));
  if (unlabelled) return setLabel(unlabelled, LABEL.serviceName, service.name);
  const [slice] = view.slices;
  if (hasAddresses && view.endpoints)
    return editManually(field(view.endpoints, 'subsets'), 'move the addresses that are ready to addresses');
  if (hasAddresses && slice)
    return editManually(field(slice.slice, 'endpoints'), 'set conditions.ready: true');
  const ports = service.ports.map((port) => externalPort(port, service.headless));
  const command = createExternal(service, 'ADDRESS', ports, [
    ...(service.headless ? ['--headless' as const] : []),
    '--dry-run=client',
    ['-o', 'yaml'],
  ]);
  return {
    kind: 'next',
    at: faultyField(view),
    command: `${command} | kubectl apply -f -`,
    text: 'add a selector to the Service, or an Endpoints object or EndpointSlice with addresses',
  };
}

/** A named targetPort means nothing outside of Pods, and DNS translates no ports. */
function externalPort(servicePort: ServicePort, headless: boolean): string {
  const { port, targetPort } = servicePort;
  const target = typeof targetPort === 'number' && targetPort !== port ? targetPort : null;
  if (headless) return portArgument(servicePort, target ?? port);
  return portArgument(servicePort, port, ...(target === null ? [] : [target]));
}
