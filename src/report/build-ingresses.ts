import type { IngressPath } from '../model/objects/networking.ts';
import type {
  IngressClassReport,
  IngressEntry,
  IngressPathReport,
  IngressReport,
  PathState,
} from '../model/report/ingress-report.ts';
import type { IngressClassLookup } from '../model/view/cluster-view.ts';
import type { IngressLookup, IngressTarget } from '../model/view/lookup.ts';
import type { ServiceView } from '../model/view/service-view.ts';
import type { EvaluatedSnapshot, RuleFinding } from '../rules/engine/rule-results.ts';
import { refKey } from '../text/object-key.ts';
import { lookupReport } from './build-lookup.ts';
import { unreadOf } from './build-services.ts';
import { FindingIndex } from './finding-index.ts';
import { ruleNames, uniqueFindings } from './finding-order.ts';

/** Builds the report of describe ingress. */
export function buildIngressReport(
  evaluated: EvaluatedSnapshot,
  lookups: readonly IngressLookup[],
): IngressReport {
  const findings = new FindingIndex(evaluated.results);
  const { services, cluster } = evaluated.joined;
  const ofIngress = Map.groupBy(findings.of(null), ({ finding: { subject } }) => refKey(subject));
  const ingresses = lookups.map((lookup) => ({
    lookup,
    found: [...(ofIngress.get(refKey(lookup.ingress)) ?? []), ...findingsOfServices(lookup, findings)],
  }));
  return {
    kind: 'IngressReport',
    ...lookupReport(
      evaluated,
      ingresses.flatMap(({ found }) => found),
      [
        'Service',
        'Ingress',
        'Endpoints',
        'EndpointSlice',
        'Pod',
        // A manifest may name a class of the cluster.
        ...(cluster.live ? (['IngressClass'] as const) : []),
      ],
    ),
    ingresses: ingresses.map(({ lookup, found }) => ingressEntry(lookup, found, findings)),
    services: services.map((view) => findings.serviceReport(view, true)),
  };
}

/** The findings about the Services that an Ingress routes to. */
function findingsOfServices({ paths }: IngressLookup, findings: FindingIndex): RuleFinding[] {
  const views = new Set(paths.map(({ to }) => to.view).filter((view) => view !== null));
  return [...views].flatMap((view) => findings.of(view));
}

function ingressEntry(
  { ingress, ingressClass, paths }: IngressLookup,
  found: readonly RuleFinding[],
  findings: FindingIndex,
): IngressEntry {
  const { namespace, name, addresses, tls } = ingress;
  return {
    namespace,
    name,
    class: classReport(ingressClass),
    addresses,
    tls,
    paths: paths.map(({ path, to }) => pathReport(path, { ...to, portView: findings.usablePort(to) })),
    findings: ruleNames(found),
    shownFindings: uniqueFindings(found),
  };
}

function classReport({ name, source, found }: IngressClassLookup): IngressClassReport {
  if (found === null || found === 'absent')
    return { name, source, controller: null, exists: found === null ? null : false };
  return { name, source, controller: found.controller, exists: true };
}

function pathReport(path: IngressPath, to: IngressTarget): IngressPathReport {
  const { backend, resource, defaultBackend } = path;
  const { portView, view } = to;
  const known =
    portView !== null && view !== null && view.source !== 'externalName' && !unreadOf(view).slices;
  const port = portView?.port ?? (typeof to.port === 'string' ? null : to.port);
  return {
    host: path.host || null,
    path: path.path || null,
    pathType: path.pathType || null,
    defaultBackend,
    service: backend?.service ?? null,
    port: backend?.port ?? null,
    resource,
    servicePort: port && {
      name: port.name,
      port: port.port,
      protocol: port.protocol,
      targetPort: port.targetPort,
    },
    state: stateOf(path, to),
    routable: known ? portView.routable : null,
    backends: known ? portView.backends : null,
  };
}

function stateOf({ resource }: IngressPath, { service, port, view, portView }: IngressTarget): PathState {
  if (resource !== null) return 'resource';
  if (service === 'absent') return 'serviceMissing';
  if (service === null || service === 'unread') return 'unknown';
  if (service.type === 'ExternalName') return 'externalName';
  if (port === 'absent') return 'portMissing';
  if (portView === null || view === null || isUnknown(view)) return 'unknown';
  return portView.routable > 0 ? 'routed' : 'notRouted';
}

function isUnknown(view: ServiceView): boolean {
  return unreadOf(view).slices && view.service.uid !== '';
}
