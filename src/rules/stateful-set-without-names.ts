import type { Ref } from '../model/objects/meta.ts';
import type { Pod } from '../model/objects/pod.ts';
import type { Service } from '../model/objects/service.ts';
import type { Workload } from '../model/objects/workload.ts';
import type { ClusterView } from '../model/view/cluster-view.ts';
import { listed } from '../text/list.ts';
import { type Field, field } from './engine/field.ts';
import type { NamespaceRule } from './engine/rule.ts';

export const statefulSetWithoutNames: NamespaceRule = {
  name: 'stateful-set-without-names',
  class: 'advice',
  severities: ['warning', 'info'],
  needs: ['Service', 'Pod', 'Workload'],
  summary: 'serviceName of a StatefulSet is not its headless Service',
  explanation: `
## What it means
\`serviceName\` of a StatefulSet must name a headless Service that selects its Pods. That Service does not
exist, has a cluster IP, or selects other Pods.
    # StatefulSet db
    spec:
      serviceName: db
    # Service
    metadata:
      name: db-headless

## Symptoms
POD.SERVICE, the name by which the Pods of a StatefulSet find each other, does not resolve.

## Why traffic fails
DNS has a record for a Pod only in the Service that the Pod names as its subdomain. That is \`serviceName\`.

## Confirm
    kubectl get statefulset STATEFULSET -o jsonpath='{.spec.serviceName}'
    kubectl get svc

## Fix
\`serviceName\` is immutable. Create a headless Service of that name, or create the StatefulSet again with the
name of the existing one. This keeps the Pods:
    kubectl delete statefulset STATEFULSET --cascade=orphan

## When it is harmless
When nothing uses the names. Some DNS servers, such as CoreDNS, also answer them for a Service with a cluster
IP: this is info, unless a headless Service selects the Pods too.`,
  *checkNamespace(namespace, cluster) {
    // Manifests without a Service are a part of the input only.
    if (cluster.servicesIn(namespace).length === 0) return;
    for (const governed of governedSets(namespace, cluster)) {
      const lack = lackOfNames(governed, namespace, cluster);
      if (lack === null) continue;
      const { name, serviceName, at } = governed;
      const headless = headlessServices(governed, namespace, cluster);
      const consequence = lack.someServersAnswer ? 'not every DNS server has the name' : 'DNS has no name';
      yield {
        severity: lack.someServersAnswer && headless.length === 0 ? 'info' : 'warning',
        subject: { kind: 'StatefulSet', namespace, name },
        message: `StatefulSet ${name} has serviceName: ${serviceName}, a Service that ${lack.why}: ${consequence} ${name}-0.${serviceName}`,
        detail: headless.map((service) => `headless Service ${service} selects its Pods`),
        remedy: {
          kind: 'next',
          at,
          command: null,
          text:
            headless.length > 0
              ? `set serviceName: ${listed(headless)}`
              : `add a headless Service ${serviceName} that selects the Pods`,
        },
        at,
        backends: [],
      };
    }
  },
};

/** A StatefulSet with the Service that governs it, as its Pods have it where the StatefulSet was not read. */
interface GovernedSet {
  name: string;
  serviceName: string;
  workload: Workload | null;
  pods: readonly Pod[];
  at: Field;
}

function governedSets(namespace: string, cluster: ClusterView): GovernedSet[] {
  const owned = cluster
    .podsIn(namespace)
    .filter(({ controllerRef, subdomain }) => controllerRef?.kind === 'StatefulSet' && subdomain !== '');
  const podsOf = Map.groupBy(owned, ({ controllerRef }) => controllerRef?.name ?? '');
  const sets = cluster.workloadsIn(namespace).filter(({ type }) => type === 'StatefulSet');
  const named = new Set(sets.map(({ name }) => name));
  return [
    ...sets
      .filter(({ serviceName, replicas }) => serviceName !== '' && replicas !== 0)
      .map((workload) => ({
        name: workload.name,
        serviceName: workload.serviceName,
        workload,
        pods: podsOf.get(workload.name) ?? [],
        at: field(workload, 'spec', 'serviceName'),
      })),
    ...[...podsOf]
      .filter(([name]) => !named.has(name))
      .flatMap(([name, pods]) => {
        const [pod] = pods;
        return pod ? [{ name, serviceName: pod.subdomain, workload: null, pods, at: field(pod) }] : [];
      }),
  ];
}

interface LackOfNames {
  why: string;
  /** CoreDNS answers for an endpoint with a hostname, whether or not its Service has a cluster IP. */
  someServersAnswer: boolean;
}

function lackOfNames(governed: GovernedSet, namespace: string, cluster: ClusterView): LackOfNames | null {
  const service = cluster.find('Service', namespace, governed.serviceName);
  if (service === 'unread') return null;
  if (service === 'absent') return { why: 'does not exist', someServersAnswer: false };
  if (service.selector !== null && !selects(service, governed, cluster))
    return { why: 'does not select its Pods', someServersAnswer: false };
  return service.headless ? null : { why: 'is not headless', someServersAnswer: true };
}

function headlessServices(governed: GovernedSet, namespace: string, cluster: ClusterView): string[] {
  return cluster
    .servicesIn(namespace)
    .filter((service) => service.headless && service.selector !== null && selects(service, governed, cluster))
    .map(({ name }) => name);
}

function selects(
  { namespace, selector }: Service,
  { workload, pods }: GovernedSet,
  cluster: ClusterView,
): boolean {
  const isOf = (one: Ref | Workload) => one === workload;
  if (workload && cluster.workloadsWith(namespace, selector ?? {}).some(isOf)) return true;
  const selected = new Set(cluster.podsWith(namespace, selector ?? {}));
  return pods.some((pod) => selected.has(pod));
}
