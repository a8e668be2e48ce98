import { LABEL } from '../model/well-known.ts';
import { field, unlabelled } from './engine/remedy.ts';
import { type Rule, refOf } from './engine/rule.ts';

export const serviceNotProxied: Rule = {
  name: 'service-not-proxied',
  class: 'advice',
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
  appliesTo: ({ source, service }) => source !== 'externalName' && !service.headless,
  *check({ service }) {
    if (service.proxyName === null) return;
    yield {
      severity: 'info',
      subject: refOf(service),
      message: `Service ${service.name} is handled by the proxy "${service.proxyName}", not by kube-proxy`,
      detail: [],
      fix: unlabelled(service, 'label', LABEL.serviceProxyName),
      at: field(service, 'metadata', 'labels', LABEL.serviceProxyName),
      backends: [],
    };
  },
};
