import type { Pod } from '../model/objects.ts';
import type { PortView, SelectedPod, ServiceView } from '../model/view.ts';
import { listed } from '../words/list.ts';
import { commandLine } from '../words/shell.ts';
import { impact, portText, quote, type Rule, refOf, selects } from './rule.ts';

export const targetPortUnresolved: Rule = {
  name: 'target-port-unresolved',
  class: 'routing',
  needs: ['Pod'],
  evidence: [],
  lag: false,
  summary: 'A selected Pod declares no container port of the name (and protocol) that targetPort asks for',
  explanation: `
## What it means
\`targetPort\` is a name. In each Pod it is looked up among the container ports, by name **and** protocol; the
ports of sidecars (init containers with \`restartPolicy: Always\`) count, those of other init containers do not.

## How it shows
The Pod is listed in an EndpointSlice whose \`ports\` lack that port (or are null), and \`kubectl describe svc\`
prints the bare IP address, which looks healthy. There is no event.

## Why traffic fails
Without a number kube-proxy does not know where to send connections, so the Pod is left out for that port.
A headless Service still answers in DNS; only the SRV record is missing, so there it is a warning.

## How to confirm
    kubectl get pod NAME -o jsonpath='{.spec.containers[*].ports}'

## How to fix
Give the container port that name in the workload's Pod template, or set \`targetPort\` to the name or the
number that the Pods do declare. A port that is needed for two protocols has to be declared twice.

## When it is harmless
During a rollout in which the new Pods declare the name already.`,
  concerns: selects,
  *check(view) {
    for (const selected of view.pods) {
      if (selected.obstacle !== 'unresolved') continue;
      const { pod } = selected;
      const missing = [...selected.resolved].filter(([{ port }, number]) => port && number === null);
      const ports = missing.map(([port]) => port);
      yield {
        severity: impact(ports),
        subject: pod.templateOf ?? refOf(pod),
        message: `${subjectOf(pod)} declares no port ${listed(ports.map(wanted))} that Service ${view.service.name} targets`,
        detail: [...evidence(selected, ports, view)],
        fix: fix(pod, ports, view),
        backends: (view.backendsOf.get(pod.name) ?? []).filter(({ port }) => ports.includes(port)),
        place: pod.place,
      };
    }
  },
};

function subjectOf({ name, templateOf }: Pod): string {
  return templateOf ? `the Pod template of ${templateOf.kind} ${templateOf.name}` : `Pod ${name}`;
}

function wanted({ port }: PortView): string {
  return `${quote(String(port?.targetPort))} (${port?.protocol})`;
}

function* evidence({ pod }: SelectedPod, ports: readonly PortView[], view: ServiceView): Iterable<string> {
  for (const port of ports) {
    yield `port ${portText(port)}: ${port.resolvedBy} of ${view.alive} Pods resolve ${quote(String(port.port?.targetPort))}`;
  }
  const declared = declaredPorts(pod);
  yield declared.length === 0 ? 'it declares no ports' : `it declares ${listed(declared.map(declaredText))}`;
}

function declaredPorts({ containers }: Pod) {
  return containers.flatMap(({ ports, role, name }) =>
    ports.map((port) => ({ ...port, usable: role !== 'init', container: name })),
  );
}

type Declared = ReturnType<typeof declaredPorts>[number];

function declaredText({ name, port, protocol, usable, container }: Declared): string {
  const where = usable ? '' : ` (in init container ${quote(container)}, which does not count)`;
  return `${name === '' ? '' : `${name} `}${port}/${protocol}${where}`;
}

/** Points targetPort to the one port of that protocol that the Pod does declare, if there is just one. */
function fix(pod: Pod, ports: readonly PortView[], { service }: ServiceView): string {
  const [port] = ports;
  const usable = declaredPorts(pod).filter((one) => one.usable && one.protocol === port?.port?.protocol);
  const [candidate] = usable;
  if (!port || ports.length > 1 || usable.length !== 1 || !candidate)
    return `name the container ports in the Pod template as targetPort does: ${listed(ports.map(wanted))}`;
  const index = service.ports.indexOf(port.port as (typeof service.ports)[number]);
  const value = candidate.name === '' ? candidate.port : candidate.name;
  const patch = JSON.stringify([{ op: 'replace', path: `/spec/ports/${index}/targetPort`, value }]);
  return commandLine(
    'kubectl',
    '-n',
    service.namespace,
    'patch',
    'service',
    service.name,
    '--type=json',
    '-p',
    patch,
  );
}
