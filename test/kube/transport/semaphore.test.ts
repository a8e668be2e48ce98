import { expect, test } from 'vitest';
import { Semaphore } from '../../../src/kube/transport/semaphore.ts';

const never = new AbortController().signal;

/** The names of those that acquired the semaphore, in order. */
function queue(size: number) {
  const semaphore = new Semaphore(size);
  const inside: string[] = [];
  const enter = (name: string, signal = never) =>
    semaphore.acquire(signal).then(
      () => inside.push(name),
      (reason) => inside.push(`${name}: ${reason}`),
    );
  return { semaphore, inside, enter };
}

const settled = () => new Promise<void>((done) => setImmediate(done));

test('so many at a time, in the order in which they came', async () => {
  const { semaphore, inside, enter } = queue(2);
  for (const name of ['a', 'b', 'c', 'd']) enter(name);
  await settled();
  expect(inside).toEqual(['a', 'b']);
  semaphore.release();
  await settled();
  expect(inside).toEqual(['a', 'b', 'c']);
  for (let i = 0; i < 3; i += 1) semaphore.release();
  await settled();
  for (const name of ['e', 'f', 'g']) enter(name);
  await settled();
  expect(inside).toEqual(['a', 'b', 'c', 'd', 'e', 'f']);
});

test('who has left the queue takes no other place', async () => {
  const { semaphore, inside, enter } = queue(1);
  const impatient = new AbortController();
  enter('a');
  enter('b', impatient.signal);
  enter('c');
  impatient.abort('enough');
  await settled();
  semaphore.release();
  await settled();
  expect(inside).toEqual(['a', 'b: enough', 'c']);
  enter('d', impatient.signal);
  await settled();
  expect(inside).toEqual(['a', 'b: enough', 'c', 'd: enough']);
});
