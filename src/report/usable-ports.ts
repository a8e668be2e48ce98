import type { Backend, PortView } from '../model/view/backend.ts';
import type { ServiceView } from '../model/view/service-view.ts';
import type { RuleFinding } from '../rules/engine/rule-results.ts';

/** The backends to which connections fail, although kube-proxy may choose them. */
function failingBackends(found: readonly RuleFinding[]): ReadonlySet<Backend> {
  return new Set(found.filter(({ rule }) => rule.connectionsFail).flatMap(({ backends }) => [...backends]));
}

/** The ports of a Service, whose counts of routable backends leave out those to which connections fail. */
export function usablePorts(
  { ports, backends }: ServiceView,
  found: readonly RuleFinding[],
): readonly PortView[] {
  const failing = failingBackends(found);
  if (failing.size === 0) return ports;
  const usable = Map.groupBy(
    backends.filter((backend) => backend.routable && !failing.has(backend)),
    ({ port }) => port,
  );
  const failingAt = new Set([...failing].map(({ port }) => port));
  return ports.map((view) => {
    if (!failingAt.has(view.port)) return view;
    const left = usable.get(view.port) ?? [];
    const routable = new Set(left.map(({ podName, address }) => podName ?? address)).size;
    return { ...view, routable, ready: view.ready && routable > 0 };
  });
}
