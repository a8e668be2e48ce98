import { setTimeout as sleep } from 'node:timers/promises';
import { join } from '../join/join.ts';
import type { Finding } from '../model/report/endpoints-report.ts';
import type { ClusterSnapshot, SnapshotOrigin } from '../model/snapshot.ts';
import type { JoinedCluster } from '../model/view/service-view.ts';
import { evidenceRequest, type Judgement, mayBeLag, runRules } from '../rules/engine/runner.ts';
import { objectKey } from '../text/object-key.ts';
import { type LoadedSnapshot, type LoadRequest, openSource } from './load.ts';

/** The Services as joined, and what the rules found of them. */
interface EvaluatedSnapshot {
  joined: JoinedCluster;
  judgement: Judgement;
  source: SnapshotOrigin;
}

export interface Evaluation extends EvaluatedSnapshot, Pick<LoadedSnapshot, 'missing' | 'scopeNotice'> {
  /** The namespace in scope; null: all. */
  namespace: string | null;
}

/** The Services that a command is about, and which of their findings. */
export interface Focus {
  joined: JoinedCluster;
  includesFinding(finding: Finding): boolean;
}

export type ChooseFocus = (joined: JoinedCluster, namespace: string | null) => Focus;

const everything: ChooseFocus = (joined) => ({ joined, includesFinding: () => true });

/** Controllers are done within a second or two, where they run at all. */
const LAG_PAUSE_MS = 1_000;

/**
 * The loop of the pipeline, all of it:
 *
 *     read ──▶ join ──▶ rules ──▶ evaluation
 *      ▲                  │
 *      ├── once more ◀────┤  a controller may only be late
 *      └── evidence ◀─────┘  findings cannot say why yet
 *
 * @param focus the part of what was joined that is evaluated; without it, all
 * @throws {UserError} for what cannot be read at all
 */
export async function evaluate(request: LoadRequest, focus = everything): Promise<Evaluation> {
  const source = await openSource(request);
  const { namespace } = source;
  const judged = (snapshot: ClusterSnapshot) => judgeSnapshot(snapshot, namespace, focus);
  try {
    let loaded = await source.read();
    let result = judged(loaded.snapshot);
    if (mayBeLag(result.judgement, loaded.snapshot.time)) {
      await sleep(LAG_PAUSE_MS, undefined, { signal: request.io.interrupted });
      loaded = await source.read();
      result = judged(loaded.snapshot);
    }
    const wanted = loaded.evidence && evidenceRequest(result.judgement);
    if (loaded.evidence && wanted) result = revised(result, judged(await loaded.evidence(wanted)));
    return { ...result, missing: loaded.missing, scopeNotice: loaded.scopeNotice, namespace };
  } finally {
    source.close();
  }
}

function judgeSnapshot(
  snapshot: ClusterSnapshot,
  namespace: string | null,
  focus: ChooseFocus,
): EvaluatedSnapshot {
  const { joined, includesFinding } = focus(join(snapshot), namespace);
  const { found, ...rest } = runRules(joined);
  const about = found.filter(({ finding }) => includesFinding(finding));
  return { joined, judgement: { found: about, ...rest }, source: snapshot.source };
}

/** The first results, but for the Services that were judged once more. */
function revised(first: EvaluatedSnapshot, second: EvaluatedSnapshot): EvaluatedSnapshot {
  const again = new Map(second.joined.services.map((view) => [objectKey(view.service), view]));
  const kept = first.judgement.found.filter(
    ({ view }) => view === null || !again.has(objectKey(view.service)),
  );
  return {
    joined: {
      ...first.joined,
      services: first.joined.services.map((view) => again.get(objectKey(view.service)) ?? view),
    },
    judgement: {
      found: [...kept, ...second.judgement.found],
      skipped: [...first.judgement.skipped, ...second.judgement.skipped],
      undecided: first.judgement.undecided.union(second.judgement.undecided),
    },
    source: first.source,
  };
}
