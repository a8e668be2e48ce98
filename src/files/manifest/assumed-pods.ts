import type { Pod } from '../../model/objects/pod.ts';
import type { Workload } from '../../model/objects/workload.ts';

/** Creates the Pod that stands for the Pod template of a manifest; it is assumed to be Ready. */
export function podFromTemplate({ type, namespace, name, ...workload }: Workload): Pod {
  return withReady({
    kind: 'Pod',
    namespace,
    name: `${type}/${name}`,
    uid: '',
    labels: workload.templateLabels,
    created: null,
    deleted: null,
    changed: null,
    owners: [],
    controllerRef: null,
    place: workload.place,
    templateOf: { kind: type, namespace, name },
    nodeName: '',
    hostNetwork: workload.hostNetwork,
    subdomain: workload.serviceName,
    hasPullSecrets: false,
    phase: '',
    reason: '',
    message: '',
    ips: [],
    hostIPs: [],
    containers: workload.containers,
    readinessGates: [],
    conditions: [],
    ready: null,
  });
}

/** Assumes that the Pod of a manifest will be Ready, as for a template. */
export function assumeReady(pod: Pod): Pod {
  const { kind, namespace, name } = pod;
  return pod.uid === '' ? withReady({ ...pod, templateOf: { kind, namespace, name } }) : pod;
}

function withReady(pod: Pod): Pod {
  const ready = { type: 'Ready', status: 'True', reason: '', message: '', since: null };
  return { ...pod, conditions: [ready], ready };
}
