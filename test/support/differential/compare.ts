/** Compares the join, the rules and the report of a cluster with the oracles. */
import { join } from '../../../src/join/join.ts';
import type { Report, ServiceReport } from '../../../src/model/report/endpoints-report.ts';
import type { ClusterSnapshot } from '../../../src/model/snapshot.ts';
import type { PortView } from '../../../src/model/view/backend.ts';
import type { JoinedCluster, ServiceView } from '../../../src/model/view/service-view.ts';
import { buildReport } from '../../../src/report/build-services.ts';
import { FindingIndex } from '../../../src/report/finding-index.ts';
import { usablePorts } from '../../../src/report/usable-ports.ts';
import type { RuleResults } from '../../../src/rules/engine/rule-results.ts';
import { runRules } from '../../../src/rules/engine/runner.ts';
import type { Raw } from '../objects.ts';
import { mirrorOf } from '../oracle/mirror.ts';
import { MISTAKES, mistakes } from '../oracle/mistakes.ts';
import { endpointsOf, expectedIn, isFollowed, type Port, specOf } from '../oracle/pods.ts';
import { rowsIn, rowsOf } from '../oracle/rows.ts';
import { ADVICE, isUnavailable, LADDER, ladder, type Situation, situationOf } from '../oracle/verdicts.ts';

export interface Evaluated {
  joined: JoinedCluster;
  results: RuleResults;
  report: Report;
}

export function evaluateCluster(snapshot: ClusterSnapshot): Evaluated {
  const joined = join(snapshot);
  const results = runRules(joined);
  return { joined, results, report: buildReport(joined, results, snapshot.source, true) };
}

/** The differences, Service by Service. */
export function differences(objects: readonly Raw[], { joined, results, report }: Evaluated): string[] {
  const services = objects.filter(({ kind }) => kind === 'Service');
  const findings = new FindingIndex(results);
  return [
    ...services.flatMap((service) => {
      const isIts = (one: { namespace: string; name: string }) =>
        one.name === service.metadata.name && one.namespace === service.metadata.namespace;
      const view = joined.services.find((one) => isIts(one.service));
      const found = report.services.find(isIts);
      if (!view || !found) return [`${service.metadata.name} is not in the report`];
      return ofService(
        situationOf(service, objects),
        view,
        usablePorts(view, findings.of(view)),
        found,
        report,
      );
    }),
    ...twice(
      report.findings.map(
        ({ rule, service, subject, message }) =>
          `${rule} ${subject.kind}/${subject.name} of ${service}: ${message}`,
      ),
    ),
  ];
}

function ofService(
  situation: Situation,
  view: ServiceView,
  ports: readonly PortView[],
  found: ServiceReport,
  report: Report,
): string[] {
  const { name, namespace } = found;
  const about = report.findings.filter((one) => one.service === name && one.namespace === namespace);
  const claims = (rules: readonly string[], text: (one: (typeof about)[number]) => string) =>
    about.filter(({ rule }) => rules.includes(rule)).map(text);
  const compared: [what: string, oracle: string[], ours: string[]][] = [
    ['expected', expectedLines(situation), expectedLinesOf(view)],
    ['mirrored', mirrorLines(situation), mirrorLinesOf(view)],
    ['status', [statusOf(situation, about)], [found.status]],
    ['ports', portLines(situation), portLinesOf(ports)],
    [
      'ladder',
      ladder(situation),
      claims(LADDER, ({ severity, rule, subject }) => `${severity} ${rule} ${subject.name}`),
    ],
    ['mistakes', mistakes(situation), claims(MISTAKES, ({ rule, subject }) => `${rule} ${subject.name}`)],
  ];
  if (found.backendSource !== 'externalName')
    compared.push(['rows', rowsOf(situation), rowsIn(found.backends ?? [], situation)]);
  const silent =
    found.status === 'Unavailable' && about.length === 0 ? ['Unavailable without a finding'] : [];
  return [...compared.flatMap(([what, oracle, ours]) => differencesOf(what, oracle, ours)), ...silent].map(
    (text) => `${name}: ${text}`,
  );
}

function differencesOf(what: string, oracle: readonly string[], ours: readonly string[]): string[] {
  return [
    ...oracle.filter((line) => !ours.includes(line)).map((line) => `${what}: missing  ${line}`),
    ...ours.filter((line) => !oracle.includes(line)).map((line) => `${what}: too much ${line}`),
    ...twice(ours).map((line) => `${what}: ${line}`),
  ];
}

function twice(lines: readonly string[]): string[] {
  return lines.filter((line, index) => lines.indexOf(line) !== index).map((line) => `twice ${line}`);
}

export const portsText = (ports: readonly Port[]) =>
  ports
    .map(({ name, port, protocol }) => `${name}:${port}/${protocol}`)
    .sort()
    .join();

function expectedLines({ service, objects }: Situation): string[] {
  if (!isFollowed(service)) return [];
  return expectedIn(service, objects).map(
    ({ family, address, pod, conditions, ports }) =>
      `${family} ${address} ${pod?.metadata.name} ${conditions} ${portsText(ports)}`,
  );
}

export function expectedLinesOf({ pods }: ServiceView): string[] {
  return pods.flatMap(({ pod, expected }) =>
    expected.map(({ family, address, ports, ready, serving, terminating }) => {
      const conditions = [ready, serving, terminating].map((is) => (is ? 'T' : 'F')).join('');
      const listed = [...ports].map(([port, number]) => ({
        name: '',
        protocol: '',
        ...port,
        port: number,
      }));
      return `${family} ${address} ${pod.name} ${conditions} ${portsText(listed)}`;
    }),
  );
}

function mirrorLines({ service, objects }: Situation): string[] {
  const written = endpointsOf(service, objects);
  if (!written || isFollowed(service)) return [];
  if (Object.keys(specOf(service).selector ?? {}).length > 0) return [];
  const { refused, published } = mirrorOf(written);
  const lines = published.map(
    ({ address, conditions, ports }) => `${address} ${conditions.charAt(0)} ${portsText(ports)}`,
  );
  return [`refused: ${refused}`, ...new Set(lines)];
}

export function mirrorLinesOf({ mirror }: ServiceView): string[] {
  if (mirror === null) return [];
  const lines = mirror.endpoints.map(
    ({ address, ready, ports }) => `${address} ${ready ? 'T' : 'F'} ${portsText(ports)}`,
  );
  return [`refused: ${mirror.refused}`, ...new Set(lines)];
}

/** The number of routable backends of each port at which connections do not fail, and whether one is ready. */
function portLines({ ports, sound }: Situation): string[] {
  return ports.map((port) => {
    const reached = sound.get(port) ?? [];
    const backends = new Set(reached.map(({ pod, address }) => pod ?? address));
    return `${port?.name}/${port?.protocol} routable=${backends.size} ready=${reached.some(({ state }) => state === 'ready')}`;
  });
}

function portLinesOf(ports: readonly PortView[]): string[] {
  return ports.map(
    ({ port, routable, ready }) => `${port?.name}/${port?.protocol} routable=${routable} ready=${ready}`,
  );
}

/** For a cluster with no unread kinds. */
function statusOf(situation: Situation, about: Report['findings']): string {
  if (specOf(situation.service).type === 'ExternalName') return 'ExternalName';
  if (isUnavailable(situation)) return 'Unavailable';
  const counts = about.some(({ rule, severity }) => severity !== 'info' && !ADVICE.includes(rule));
  return counts ? 'Degraded' : 'Healthy';
}
