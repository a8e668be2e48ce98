import type { ServicePort } from '../model/objects/service.ts';
import type { ServiceReport, Status } from '../model/report/endpoints-report.ts';
import type { Backend, PortView } from '../model/view/backend.ts';
import type { IngressTarget } from '../model/view/lookup.ts';
import type { ServiceView } from '../model/view/service-view.ts';
import type { RuleFinding, RuleResults } from '../rules/engine/rule-results.ts';
import { serviceReport } from './build-services.ts';
import { statusOf } from './service-status.ts';
import { usablePorts } from './usable-ports.ts';

/** The findings, by Service and by backend. */
export class FindingIndex {
  readonly #ofView: ReadonlyMap<ServiceView | null, readonly RuleFinding[]>;
  readonly #aboutService = new Map<ServiceView, readonly RuleFinding[]>();
  readonly #ofBackend: ReadonlyMap<Backend, readonly { one: RuleFinding }[]>;
  readonly #usablePorts = new Map<ServiceView, ReadonlyMap<ServicePort | null, PortView>>();
  readonly #undecided: ReadonlySet<ServiceView>;

  constructor({ findings, undecided }: RuleResults) {
    this.#undecided = undecided;
    this.#ofView = Map.groupBy(findings, ({ view }) => view);
    const rows = findings.flatMap((one) => [...one.backends].map((backend) => ({ backend, one })));
    this.#ofBackend = Map.groupBy(rows, ({ backend }) => backend);
  }

  /** @param view null: the findings that belong to no Service */
  of(view: ServiceView | null | undefined): readonly RuleFinding[] {
    return view === undefined ? [] : (this.#ofView.get(view) ?? []);
  }

  serviceReport(view: ServiceView, withBackends: boolean): ServiceReport {
    return serviceReport(view, this.of(view), this.#undecided.has(view), withBackends);
  }

  /** The port of a Service, whose counts leave out the backends to which connections fail. */
  usablePort({ view, portView }: Pick<IngressTarget, 'view' | 'portView'>): PortView | null {
    if (view === null || portView === null) return portView;
    const ports =
      this.#usablePorts.get(view) ?? new Map(usablePorts(view, this.of(view)).map((one) => [one.port, one]));
    this.#usablePorts.set(view, ports);
    return ports.get(portView.port) ?? null;
  }

  status(view: ServiceView): Status {
    return statusOf(view, this.of(view), this.#undecided.has(view));
  }

  /** The findings about the Service as a whole. */
  aboutService(view: ServiceView): readonly RuleFinding[] {
    const findings = this.#aboutService.get(view) ?? this.of(view).filter(isAboutService);
    this.#aboutService.set(view, findings);
    return findings;
  }

  at(backend: Backend): readonly RuleFinding[] {
    return this.#ofBackend.get(backend)?.map(({ one }) => one) ?? [];
  }
}

const SERVICE_KINDS: readonly string[] = ['Service', 'Endpoints', 'EndpointSlice'];

/** Whether a finding is about a Service as a whole, not about one of its Pods or Nodes. */
export function isAboutService({ finding: { subject } }: RuleFinding): boolean {
  return SERVICE_KINDS.includes(subject.kind);
}
