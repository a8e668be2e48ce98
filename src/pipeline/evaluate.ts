import { setTimeout as sleep } from 'node:timers/promises';
import type { ReadResult } from '../cluster/reading/read-cluster.ts';
import { join } from '../join/join.ts';
import type { Service } from '../model/objects/service.ts';
import type { Finding } from '../model/report/endpoints-report.ts';
import type { ClusterSnapshot, Source } from '../model/snapshot.ts';
import type { JoinedCluster } from '../model/view/service-view.ts';
import { evidenceWanted, type Judgement, judge, mayBeLag } from '../rules/engine/runner.ts';

/** What was read, joined and judged. */
export interface Judged {
  joined: JoinedCluster;
  judgement: Judgement;
  source: Source;
}

/** Controllers are done within a second or two, where they run at all. */
const LAG_PAUSE_MS = 1_000;

/** What of all that was joined is looked at. */
export interface Picked {
  joined: JoinedCluster;
  isAbout(finding: Finding): boolean;
}

type Pick = (joined: JoinedCluster) => Picked;

export function judged(snapshot: ClusterSnapshot, pick: Pick): Judged {
  const { joined, isAbout } = pick(join(snapshot));
  const { found, ...rest } = judge(joined);
  const about = found.filter(({ finding }) => isAbout(finding));
  return { joined, judgement: { found: about, ...rest }, source: snapshot.source };
}

/** Reads again where a controller may just be late; then what the findings need, for the Services they are about. */
export async function readAndJudge(
  read: () => Promise<ReadResult>,
  pick: Pick,
  interrupted: AbortSignal,
): Promise<Judged & { result: ReadResult }> {
  let result = await read();
  let first = judged(result.snapshot, pick);
  if (mayBeLag(first.judgement, result.snapshot.time)) {
    await sleep(LAG_PAUSE_MS, undefined, { signal: interrupted });
    result = await read();
    first = judged(result.snapshot, pick);
  }
  const wanted = evidenceWanted(first.judgement);
  if (wanted === null) return { ...first, result };
  return { ...revised(first, judged(await result.evidence(wanted), pick)), result };
}

/** The first judgement, but for the Services that were judged once more. */
function revised(first: Judged, second: Judged): Judged {
  const again = new Map(second.joined.services.map((view) => [nameOf(view.service), view]));
  const kept = first.judgement.found.filter(({ view }) => view === null || !again.has(nameOf(view.service)));
  return {
    joined: {
      ...first.joined,
      services: first.joined.services.map((view) => again.get(nameOf(view.service)) ?? view),
    },
    judgement: {
      found: [...kept, ...second.judgement.found],
      skipped: [...first.judgement.skipped, ...second.judgement.skipped],
      undecided: first.judgement.undecided.union(second.judgement.undecided),
    },
    source: first.source,
  };
}

function nameOf({ namespace, name }: Service): string {
  return `${namespace}/${name}`;
}
