/** Per-Pod Services of StatefulSets, and whatever else selects by a label that no template has. */
import { describe, expect, test } from 'vitest';
import { evaluateObjects, onlyService, verdicts } from '../support/evaluate.ts';
import { manifest, type Raw, service, workload } from '../support/objects.ts';

const POD_NAME = 'statefulset.kubernetes.io/pod-name';
const POD_INDEX = 'apps.kubernetes.io/pod-index';
const from = (start: number) => {
  const set = workload('StatefulSet', 'db', { replicas: 2 });
  return { ...set, spec: { ...(set.spec as object), ordinals: { start } } };
};
const set = workload('StatefulSet', 'db', { replicas: 2 });

const judged = async (selector: Record<string, string>, made: Raw) => {
  const report = await evaluateObjects(manifest(service({ selector })), manifest(made));
  return { found: verdicts(report), status: onlyService(report).status };
};

describe('a template has the labels that its controller adds', () => {
  test.each<[string, Record<string, string>, Raw]>([
    ['the first Pod', { [POD_NAME]: 'db-0' }, set],
    ['the last Pod', { [POD_NAME]: 'db-1' }, set],
    ['beside a label of the template', { app: 'a', [POD_NAME]: 'db-1' }, set],
    ['by its number', { app: 'a', [POD_INDEX]: '1' }, set],
    ['by its number alone', { [POD_INDEX]: '0' }, set],
    ['numbers that begin elsewhere', { [POD_NAME]: 'db-6' }, from(5)],
    ['one replica, the default', { [POD_NAME]: 'db-0' }, workload('StatefulSet', 'db')],
    ['a Job', { 'job-name': 'db' }, workload('Job', 'db')],
    ['a Job, by the new name', { 'batch.kubernetes.io/job-name': 'db' }, workload('Job', 'db')],
  ])('%s', async (_, selector, made) => {
    expect(await judged(selector, made)).toEqual({ found: [], status: 'Healthy' });
  });

  test.each<[string, Record<string, string>, Raw]>([
    ['a Pod that it will not have', { [POD_NAME]: 'db-2' }, set],
    ['before the first', { [POD_NAME]: 'db-4' }, from(5)],
    ['another set', { [POD_NAME]: 'web-0' }, set],
    ['no number', { [POD_NAME]: 'db-01' }, set],
    ['a number that it will not have', { [POD_INDEX]: '2' }, set],
    ['another label differs', { app: 'b', [POD_NAME]: 'db-0' }, set],
    ['a Deployment', { [POD_NAME]: 'db-0' }, workload('Deployment', 'db')],
    ['another Job', { 'job-name': 'dc' }, workload('Job', 'db')],
    ['a CronJob, whose Jobs have other names', { 'job-name': 'db' }, workload('CronJob', 'db')],
  ])('not %s', async (_, selector, made) => {
    const { found } = await judged(selector, made);
    expect(found).toEqual(['error selector-matches-no-pods Service/web']);
  });
});

test('scaled to zero, a set explains why none of its Pods is there', async () => {
  const idle = workload('StatefulSet', 'db', { replicas: 0 });
  expect(await judged({ [POD_NAME]: 'db-3' }, idle)).toEqual({
    found: ['info scaled-to-zero Service/web'],
    status: 'Unavailable',
  });
  const live = await evaluateObjects(service({ selector: { [POD_NAME]: 'db-3' } }), idle);
  expect(verdicts(live)).toContain('info scaled-to-zero Service/web');
});
