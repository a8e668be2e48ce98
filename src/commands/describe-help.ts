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
    'Without a name, all Services of the namespace are shown. Words without a type are names of Services, or addresses.\n\nEach type has its own help, such as "kubectl endpoints describe pod --help".',
  examples: [
    'kubectl endpoints describe svc nginx-svc',
    'kubectl endpoints describe svc -A',
    'kubectl endpoints describe pod web-0',
    'kubectl endpoints describe ip 10.244.1.7',
    'kubectl endpoints describe ingress shop',
    'kubectl endpoints describe -f cluster.json',
    'kubectl get svc,endpoints,endpointslices,pods,nodes -o json |\n  kubectl endpoints describe -f -',
  ],
};

const MERMAID =
  '-o mermaid prints a flowchart. Broken parts are dotted or hexagons, labelled with the reason. More than 50 Pods are grouped.';

/** The help of `describe TYPE`. */
export const TOPICS: Readonly<Record<ResourceType, HelpTopic>> = {
  service: {
    summary: 'Show Services joined with their Endpoints, EndpointSlices and Pods, and what is misconfigured.',
    usage: ['describe svc [NAME...]', 'describe svc/NAME...', 'describe NAME...'],
    description: `Prints a row for each Service port and Pod or address, with the reason if it gets no connections; then findings, with evidence and a fix. Without a name, all Services of the namespace are shown. A single name that matches no Service is used as a name prefix.\n\n${MERMAID}`,
    examples: [
      'kubectl endpoints describe svc nginx-svc',
      'kubectl endpoints describe svc nginx-svc -o wide',
      'kubectl endpoints describe svc nginx-svc -o mermaid > nginx-svc.mmd',
      'kubectl endpoints describe svc -A',
      'kubectl endpoints describe -f cluster.json',
      'kubectl get svc,endpoints,endpointslices,pods,nodes -o json |\n  kubectl endpoints describe -f -',
    ],
  },
  pod: {
    summary: 'Show the Services that select or list a Pod, and the first reason why it gets no connections.',
    usage: ['describe pod [NAME...]', 'describe pod/NAME...'],
    description:
      'Without a name, all Pods of the namespace are shown. A single name that matches no Pod is used as a name prefix, such as that of a Deployment.',
    examples: [
      'kubectl endpoints describe pod web-0',
      'kubectl endpoints describe pod -l app=web',
      'kubectl endpoints describe pod -f cluster.json',
    ],
  },
  ip: {
    summary: 'Show the objects that have an address: endpoints, Pods, Services, Ingresses and Nodes.',
    usage: ['describe ip ADDRESS...', 'describe ADDRESS...'],
    description:
      'Searches all namespaces, unless -n names one. The exit code is 1 if an address is not found.',
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
