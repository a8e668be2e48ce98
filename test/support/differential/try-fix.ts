/** Checks a fix by what became of the cluster. Independent of src/, which only reports. */
import type { Finding, Report, ServiceReport, Status } from '../../../src/model/report/endpoints-report.ts';
import type { Raw } from '../objects.ts';
import { isDeleted, isFinished, isFollowed, type PodObject, selectedBy, specOf } from '../oracle/pods.ts';

export interface Judged {
  objects: readonly Raw[];
  report: Report;
}

const RANK: readonly Status[] = ['Unavailable', 'Unknown', 'Degraded', 'Healthy', 'ExternalName'];

/** What is wrong with the fix of a finding. */
export function faultsOfFix(finding: Finding, before: Judged, after: Judged): string[] {
  const { rule, service, namespace, subject } = finding;
  const remains = after.report.findings.some(
    (one) =>
      one.rule === rule &&
      one.service === service &&
      one.namespace === namespace &&
      JSON.stringify(one.subject) === JSON.stringify(subject),
  );
  return [
    ...(remains ? ['the finding remains'] : []),
    ...before.report.services.flatMap((one) => {
      const now = after.report.services.find(isNamed(one));
      return now ? worsened(one, now) : [`${one.name} is gone`];
    }),
    ...before.objects
      .filter(({ kind }) => kind === 'Service')
      .flatMap((one) => {
        const now = after.objects.find(
          ({ kind, metadata }) => kind === 'Service' && isNamed(one.metadata)(metadata),
        );
        return now ? foreignPods(one, now, before.objects) : [];
      }),
  ];
}

function isNamed({ namespace, name }: { namespace?: string; name: string }) {
  return (other: { namespace?: string; name: string }) =>
    other.name === name && other.namespace === namespace;
}

function worsened(before: ServiceReport, after: ServiceReport): string[] {
  const isWorse = RANK.indexOf(after.status) < RANK.indexOf(before.status);
  return [
    ...(isWorse ? [`${before.name} was ${before.status}, and is ${after.status}`] : []),
    ...before.ports.flatMap(({ port, routable }, index) => {
      const now = after.ports[index]?.routable ?? 0;
      return now < routable ? [`${before.name} port ${port} had ${routable} ready, and has ${now}`] : [];
    }),
  ];
}

/** Pods that it selects now and did not before: they have the ports, and are of the workload of the others. */
function foreignPods(before: Raw, after: Raw, objects: readonly Raw[]): string[] {
  const [known, now] = [before, after].map((service) =>
    isFollowed(service)
      ? selectedBy(service, objects).filter((pod) => !isFinished(pod) && !isDeleted(pod))
      : [],
  ) as [PodObject[], PodObject[]];
  const added = now.filter((pod) => !known.includes(pod));
  const [owners, all] = [known, now].map((pods) => new Set(pods.map((pod) => topOwner(pod, objects))));
  const strangers = [...(all ?? [])].filter((owner) => !owners?.has(owner));
  const { name } = before.metadata;
  return [
    ...added
      .filter((pod) => !hasPorts(pod, after))
      .map((pod) => `${name} selects ${pod.metadata.name}, which lacks a port`),
    ...(strangers.length > (owners?.size === 0 ? 1 : 0) && added.length > 0
      ? [`${name} selects Pods of ${strangers}`]
      : []),
  ];
}

function topOwner({ metadata }: Raw, objects: readonly Raw[]): string {
  const [owner] = (metadata.ownerReferences ?? []) as { kind: string; name: string }[];
  if (!owner) return 'none';
  const above = objects.find((one) => one.kind === owner.kind && one.metadata.name === owner.name);
  return above && metadata.name !== above.metadata.name && above.metadata.ownerReferences
    ? topOwner(above, objects)
    : `${owner.kind} ${owner.name}`.replace(/^ReplicaSet (.*)-1$/, 'Deployment $1');
}

/** A number that is not declared may be open where no port is declared at all. */
function hasPorts({ spec }: PodObject, service: Raw): boolean {
  const sidecars = (spec.initContainers ?? []).filter(({ restartPolicy }) => restartPolicy === 'Always');
  const declared = [...spec.containers, ...sidecars].flatMap(({ ports = [] }) => ports);
  return (specOf(service).ports ?? []).every(({ port, targetPort = port, protocol = 'TCP' }) =>
    typeof targetPort === 'number'
      ? declared.length === 0 || declared.some(({ containerPort }) => containerPort === targetPort)
      : declared.some((one) => one.name === targetPort && (one.protocol ?? 'TCP') === protocol),
  );
}
