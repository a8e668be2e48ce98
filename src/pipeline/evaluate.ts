import { setTimeout as sleep } from 'node:timers/promises';
import { join } from '../join/join.ts';
import type { Finding } from '../model/report/endpoints-report.ts';
import type { ClusterSnapshot } from '../model/snapshot.ts';
import type { JoinedCluster } from '../model/view/service-view.ts';
import type { EvaluatedSnapshot } from '../rules/engine/rule-results.ts';
import { evidenceRequest, mayBeLag, runRules } from '../rules/engine/runner.ts';
import { objectKey } from '../text/object-key.ts';
import { withEarlierManifests } from './earlier-manifests.ts';
import { type LoadedSnapshot, type LoadRequest, openSource } from './load.ts';

/** The evaluated snapshot of a command, and what its source reports about reading. */
export interface Evaluation
  extends EvaluatedSnapshot,
    Pick<LoadedSnapshot, 'missing' | 'scopeNotice' | 'input'> {
  /** The namespace in scope; null: all. */
  namespace: string | null;
}

/** The part of the join that a command reports on. */
interface Focus {
  joined: JoinedCluster;
  includesFinding(finding: Finding): boolean;
}

/** Selects the part of the join that a command reports on. @param namespace null: all */
type ChooseFocus = (joined: JoinedCluster, namespace: string | null) => Focus;

const everything: ChooseFocus = (joined) => ({ joined, includesFinding: () => true });

/** A running controller usually catches up within this time. */
const LAG_PAUSE_MS = 1_000;

/**
 * Runs the whole pipeline, including its loop:
 *
 *     read ──▶ join ──▶ rules ──▶ evaluation
 *      ▲                  │
 *      ├── read again ◀───┤  a controller may lag
 *      └── evidence ◀─────┘  rules need more objects to explain findings
 *
 * @param focus the default is everything
 * @throws {UserError} if the Services cannot be read
 */
export async function evaluate(request: LoadRequest, focus = everything): Promise<Evaluation> {
  const source = await openSource(request);
  const { namespace } = source;
  const evaluated = (snapshot: ClusterSnapshot) => evaluateSnapshot(snapshot, namespace, focus);
  try {
    let loaded = await source.read();
    let result = evaluated(loaded.snapshot);
    if (mayBeLag(result.results, loaded.snapshot.time)) {
      await sleep(LAG_PAUSE_MS, undefined, { signal: request.io.interrupted });
      loaded = await source.read();
      result = evaluated(loaded.snapshot);
    }
    const wanted = loaded.evidence && evidenceRequest(result.results);
    if (loaded.evidence && wanted)
      result = mergeEvaluations(result, evaluated(await loaded.evidence(wanted)));
    const { missing, scopeNotice, input, earlier } = loaded;
    if (earlier && result.results.findings.some(({ finding }) => finding.severity !== 'info'))
      result = {
        ...result,
        results: withEarlierManifests(result.results, evaluated(earlier.snapshot).results, earlier),
      };
    return { ...result, missing, scopeNotice, input, namespace };
  } finally {
    source.close();
  }
}

function evaluateSnapshot(
  snapshot: ClusterSnapshot,
  namespace: string | null,
  focus: ChooseFocus,
): EvaluatedSnapshot {
  const { joined, includesFinding } = focus(join(snapshot), namespace);
  const { findings, ...rest } = runRules(joined);
  const inFocus = findings.filter(({ finding }) => includesFinding(finding));
  return { joined, results: { findings: inFocus, ...rest }, source: snapshot.source };
}

/** Replaces the results of the Services that were evaluated again. */
function mergeEvaluations(first: EvaluatedSnapshot, second: EvaluatedSnapshot): EvaluatedSnapshot {
  const replacing = new Map(second.joined.services.map((view) => [objectKey(view.service), view]));
  const kept = first.results.findings.filter(
    ({ view }) => view === null || !replacing.has(objectKey(view.service)),
  );
  return {
    joined: {
      ...first.joined,
      services: first.joined.services.map((view) => replacing.get(objectKey(view.service)) ?? view),
    },
    results: {
      findings: [...kept, ...second.results.findings],
      skipped: [...first.results.skipped, ...second.results.skipped],
      undecided: first.results.undecided.union(second.results.undecided),
    },
    source: first.source,
  };
}
