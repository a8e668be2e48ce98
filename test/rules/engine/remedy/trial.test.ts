/** What a fix has to pass before it is printed. */
import { describe, expect, test } from 'vitest';
import { join } from '../../../../src/join/join.ts';
import type { ServiceView } from '../../../../src/model/view/service-view.ts';
import { field } from '../../../../src/rules/engine/field.ts';
import type { Change } from '../../../../src/rules/engine/remedy/change.ts';
import {
  type DraftRemedy,
  instruction,
  lookBeforeEdit,
  patchFields,
} from '../../../../src/rules/engine/remedy/remedy.ts';
import { Trials } from '../../../../src/rules/engine/remedy/trial.ts';
import type { Rule } from '../../../../src/rules/engine/rule.ts';
import { refOf } from '../../../../src/rules/engine/subject.ts';
import { publish } from '../../../support/controllers.ts';
import { snapshotWithout } from '../../../support/evaluate.ts';
import { endpoint, node, pod, type Raw, selectorless, service, slice } from '../../../support/objects.ts';

/** A rule that asks for the selector `app: b`, and counts how often it runs. */
function ruleOf(isWrong: (view: ServiceView) => boolean) {
  const runs = { count: 0 };
  const rule: Rule = {
    name: 'test',
    class: 'advice',
    severities: ['warning'],
    needs: [],
    summary: '',
    explanation: '',
    appliesTo: () => true,
    *check(view) {
      runs.count += 1;
      if (isWrong(view)) yield draftOf(view, instruction(''));
    },
  };
  return { rule, runs };
}

const draftOf = ({ service }: ServiceView, remedy: DraftRemedy) => ({
  severity: 'warning' as const,
  subject: refOf(service),
  message: '',
  detail: [],
  remedy,
  at: field(service),
  backends: [],
});

async function tried(
  remedyOf: (view: ServiceView) => DraftRemedy,
  isWrong: (view: ServiceView) => boolean,
  isFaultless: boolean,
  ...objects: Raw[]
) {
  const joined = join(await snapshotWithout({}, ...publish(node(), ...objects)));
  const [view] = joined.services;
  if (!view) throw new Error('no Service');
  const remedy = remedyOf(view);
  return new Trials(joined, view, isFaultless).tryRemedy(ruleOf(isWrong).rule, draftOf(view, remedy));
}

const never = () => false;
const select = (app: string) => (view: ServiceView) =>
  patchFields(field(view.service, 'spec', 'selector'), { app });
const b1 = pod('b1', { labels: { app: 'b' }, ips: ['10.0.0.2'] });
const owned = (name: string, ip: string) =>
  pod(name, {
    labels: { app: 'b' },
    ips: [ip],
    metadata: { ownerReferences: [{ kind: 'StatefulSet', name, uid: '1', controller: true }] },
  });

describe('a change of the selector', () => {
  test.each<[string, Raw[], string | null]>([
    ['that mends and harms nothing', [service(), b1], null],
    ['to nothing', [service(), pod()], 'port 80/TCP would have fewer ready endpoints'],
    [
      'to Pods of several workloads',
      [service(), owned('b1', '10.0.0.2'), owned('b2', '10.0.0.3')],
      'Pods of several workloads would be selected: StatefulSet b1, StatefulSet b2',
    ],
    [
      'from one workload to another',
      [service(), owned('b1', '10.0.0.2'), pod()],
      'Pods of several workloads would be selected: StatefulSet b1',
    ],
    [
      'to a Pod that has other ports',
      [service(), pod('b1', { labels: { app: 'b' }, ports: [{ containerPort: 9090 }] })],
      'Pod b1 would be selected, which does not have port 8080',
    ],
  ])('%s', async (_, objects, objection) => {
    const { tested, objection: found } = await tried(select('b'), never, false, ...objects);
    expect(found ?? null).toBe(objection && `tried and rejected: set app: b (${objection})`);
    expect(tested).toBe(objection === null ? true : undefined);
  });

  test('that brings a fault to a Service without one', async () => {
    const broken = pod('b1', { labels: { app: 'b' }, ready: 'False' });
    const { objection } = await tried(select('b'), never, true, service(), broken);
    expect(objection).toBe('tried and rejected: set app: b (Service web would have pod-not-ready)');
  });

  test('that leaves the finding', async () => {
    const { objection } = await tried(select('b'), () => true, false, service(), b1);
    expect(objection).toBe('tried and rejected: set app: b (the finding would remain)');
  });
});

test('a Service that loses a slice is no worse', async () => {
  const take = ({ cluster }: ServiceView): DraftRemedy => {
    const [object] = cluster.slicesIn('default').filter(({ name }) => name === 'other-1');
    if (!object) throw new Error('no slice');
    const path = ['metadata', 'labels', 'kubernetes.io/service-name'];
    const changes: Change[] = [{ object, operations: [{ op: 'add', path, value: 'a' }] }];
    return { ...instruction('take it'), kind: 'fix', changes };
  };
  const { objection } = await tried(
    take,
    never,
    false,
    selectorless({}, { name: 'a' }),
    selectorless({}, { name: 'other' }),
    slice([endpoint('192.0.2.1')], { name: 'other-1', service: 'other' }),
  );
  expect(objection).toBe(
    'tried and rejected: take it (Service other: port 80/TCP would have fewer ready endpoints)',
  );
});

test('a fix without changes, and one of an object that is not joined, are no fixes', async () => {
  const without = await tried(() => ({ ...instruction('do it'), kind: 'fix' }), never, false, service(), b1);
  expect(without.tested).toBeUndefined();
  const ofPod = await tried(
    ({ cluster }) => patchFields(field(cluster.podsIn('default')[0] as never, 'metadata'), { labels: {} }),
    never,
    false,
    service(),
    b1,
  );
  expect(ofPod).toMatchObject({ kind: 'next' });
  expect(ofPod.objection).toMatch(/cannot be tried/);
});

test('the remedy that is given for the case that the trial fails', async () => {
  const otherwise = ({ service }: ServiceView) =>
    lookBeforeEdit(field(service), { verb: 'get', names: ['pods'] }, 'look');
  const remedy = await tried(
    (view) => ({ ...select('b')(view), otherwise: otherwise(view) }),
    never,
    false,
    service(),
    pod(),
  );
  expect(remedy).toMatchObject({ kind: 'next', text: 'look', command: 'kubectl -n default get pods' });
});

test('findings with one remedy share a trial, and the number of remedies is bounded', async () => {
  const joined = join(await snapshotWithout({}, ...publish(node(), service(), b1)));
  const [view] = joined.services;
  if (!view) throw new Error('no Service');
  let rejoined = 0;
  const counting = {
    ...joined,
    rejoin: (...args: Parameters<typeof joined.rejoin>) => {
      rejoined += 1;
      return joined.rejoin(...args);
    },
  };
  const trials = new Trials(counting, view, false);
  const { rule, runs } = ruleOf(never);
  for (let i = 0; i < 50; i++) trials.tryRemedy(rule, draftOf(view, select('b')(view)));
  expect({ rejoined, runs: runs.count }).toEqual({ rejoined: 1, runs: 1 });
  for (let i = 0; i < 50; i++) trials.tryRemedy(rule, draftOf(view, select(`b${i}`)(view)));
  expect(rejoined).toBe(8);
});
