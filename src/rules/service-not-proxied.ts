import { LABEL } from '../model/well-known.ts';
import { isProxied } from './engine/applies-to.ts';
import { field } from './engine/field.ts';
import { removeLabel } from './engine/remedy/remedy.ts';
import type { Rule } from './engine/rule.ts';
import { refOf } from './engine/subject.ts';

export const serviceNotProxied: Rule = {
  name: 'service-not-proxied',
  class: 'advice',
  severities: ['info'],
  needs: [],
  summary: 'Another proxy handles the Service, not kube-proxy',
  explanation: `
## What it means
The label \`service.kubernetes.io/service-proxy-name\` assigns the Service to another proxy. kube-proxy
ignores it.

## Symptoms
The Service has the label.

## Why traffic fails
If no proxy of that name runs, nothing answers on the cluster IP.

## Confirm
    kubectl get svc SERVICE --show-labels

## Fix
Run the proxy that the label names, or remove the label.

## When it is harmless
When that proxy runs. The report assumes that it routes as kube-proxy does.`,
  appliesTo: isProxied,
  *check({ service }) {
    if (service.proxyName === null) return;
    yield {
      severity: 'info',
      subject: refOf(service),
      message: `Service ${service.name} is handled by the proxy "${service.proxyName}", not by kube-proxy`,
      detail: [],
      remedy: removeLabel(service, LABEL.serviceProxyName),
      at: field(service, 'metadata', 'labels', LABEL.serviceProxyName),
      backends: [],
    };
  },
};
