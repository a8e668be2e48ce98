/** Compares the plugin with recordings of kubectl 1.36; `side-by-side.slow.test.ts` asks kubectl itself. */
import { describe, expect, test } from 'vitest';
import { authority } from '../support/servers/authority.ts';
import recorded from '../support/side-by-side/recorded.json' with { type: 'json' };
import { toolRunner } from '../support/side-by-side/scenario.ts';
import { scenarios } from '../support/side-by-side/scenarios.ts';

const outcomes: Record<string, object> = recorded;
const all = scenarios(authority());

describe('as kubectl', () => {
  test.each(all)('$name', async ({ name, outcome }) => {
    expect(await outcome(toolRunner)).toEqual(outcomes[name]);
  });

  test('of all of them it is recorded', () => {
    expect(Object.keys(recorded)).toEqual(all.map(({ name }) => name));
  });
});
