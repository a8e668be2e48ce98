import { LABEL } from '../model/well-known.ts';
import { isProxied } from './engine/applies-to.ts';
import { field } from './engine/field.ts';
import { removeLabel } from './engine/remedy.ts';
import type { Rule } from './engine/rule.ts';
import { refOf } from './engine/subject.ts';

export const serviceNotProxied: Rule = {
  name: 'service-not-proxied',
  class: 'advice',
  severities: ['info'],
  needs: [],
  summary: 'kube-proxy leaves the Service to another proxy',
  explanation: `
## What it means
The label \`service.kubernetes.io/service-proxy-name\` names the proxy that serves this Service; kube-proxy does not.

## How it shows
The Service has the label.

## Why traffic fails
If no proxy of that name runs, nobody serves the cluster IP.

## How to confirm
    kubectl get svc NAME --show-labels

## How to fix
Remove the label, or run the proxy it names.

## When it is harmless
When that proxy runs. What this tool calls routed is what a conforming proxy does.`,
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
