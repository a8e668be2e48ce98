import type { HelpTopic, ResourceType } from '../model/command.ts';

/** The help of `describe`. */
export const OVERVIEW: HelpTopic = {
  summary: 'Show Services joined with their Endpoints, EndpointSlices and Pods, and what is misconfigured.',
  usage: [
    'describe svc [NAME...]',
    'describe svc/NAME...',
    'describe NAME...',
    'describe pod [NAME...]',
    'describe ip ADDRESS...',
    'describe ingress [NAME...]',
  ],
  description:
    'Without a name, all Services of the namespace are shown. Words none of which is a type are names of Services, or addresses.\n\nEach type has help of its own, such as "kubectl endpoints describe pod --help".',
  examples: [
    'kubectl endpoints describe svc nginx-svc',
    'kubectl endpoints describe svc -A',
    'kubectl endpoints describe pod web-0',
    'kubectl endpoints describe ip 10.244.1.7',
    'kubectl endpoints describe ingress shop',
    'kubectl endpoints describe -f cluster.json',
    'kubectl get svc,endpoints,endpointslices,pods,nodes -o json | kubectl endpoints describe -f -',
  ],
};

const MERMAID =
  '-o mermaid draws a flowchart: what is broken is dotted or a hexagon, and says why; above 50 Pods they are grouped.';

/** The help of `describe TYPE`. */
export const TOPICS: Readonly<Record<ResourceType, HelpTopic>> = {
  service: {
    summary: 'Show Services joined with their Endpoints, EndpointSlices and Pods, and what is misconfigured.',
    usage: ['describe svc [NAME...]', 'describe svc/NAME...', 'describe NAME...'],
    description: `One row for each Service port and Pod or address, with the reason why a row is not served; then findings with evidence and a fix. Without a name, all Services of the namespace are shown. A single name that no Service has is taken as the beginning of a name.\n\n${MERMAID}`,
    examples: [
      'kubectl endpoints describe svc nginx-svc',
      'kubectl endpoints describe svc nginx-svc -o wide',
      'kubectl endpoints describe svc nginx-svc -o mermaid > nginx-svc.mmd',
      'kubectl endpoints describe svc -A',
      'kubectl endpoints describe -f cluster.json',
      'kubectl get svc,endpoints,endpointslices,pods,nodes -o json | kubectl endpoints describe -f -',
    ],
  },
  pod: {
    summary: 'Show the Services that select or list a Pod, and the first reason why it gets no connections.',
    usage: ['describe pod [NAME...]', 'describe pod/NAME...'],
    description:
      'Without a name, all Pods of the namespace are shown. A single name that no Pod has is taken as the beginning of a name, such as that of a Deployment.',
    examples: [
      'kubectl endpoints describe pod web-0',
      'kubectl endpoints describe pod -l app=web',
      'kubectl endpoints describe pod -f cluster.json',
    ],
  },
  ip: {
    summary: 'Show what has an address: endpoints, Pods, Services, Ingresses and Nodes.',
    usage: ['describe ip ADDRESS...', 'describe ADDRESS...'],
    description:
      'Looks in all namespaces, unless -n names one. The exit code is 1 if an address is not found.',
    examples: [
      'kubectl endpoints describe ip 10.244.1.7',
      'kubectl endpoints describe ip fd00::7 192.0.2.10',
      'kubectl endpoints describe ip 10.244.1.7 -f cluster.json',
    ],
  },
  ingress: {
    summary: 'Show the Service and the backends that each host and path of an Ingress routes to.',
    usage: ['describe ingress [NAME...]', 'describe ingress/NAME...'],
    description: `Without a name, all Ingresses of the namespace are shown.\n\n${MERMAID}`,
    examples: [
      'kubectl endpoints describe ingress shop',
      'kubectl endpoints describe ingress shop -o mermaid > shop.mmd',
      'kubectl endpoints describe ingress -f cluster.json',
    ],
  },
};
