/**
 * The recording matches kubectl. `npx vitest run test/kube/side-by-side.slow.test.ts -u` records anew, if kubectl has all
 * features; run `npm run format` afterwards.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, inject, test } from 'vitest';
import { kubectl, kubectlHas } from '../support/kubectl.ts';
import { authority } from '../support/servers/authority.ts';
import recorded from '../support/side-by-side/recorded.json' with { type: 'json' };
import { kubectlRunner } from '../support/side-by-side/scenario.ts';
import { scenarios } from '../support/side-by-side/scenarios.ts';

const updating = inject('updating');
const outcomes: Record<string, object> = recorded;
const all = scenarios(authority());
const found = new Map<string, object>();

describe.skipIf(!kubectl)('kubectl', () => {
  for (const { name, feature, outcome } of all)
    test.skipIf(feature && !kubectlHas(feature))(name, async () => {
      found.set(name, await outcome(kubectlRunner));
      if (!updating) expect(found.get(name)).toEqual(outcomes[name]);
    });
});

afterAll(() => {
  const file = join(import.meta.dirname, '../support/side-by-side/recorded.json');
  if (!updating || found.size < all.length) return;
  writeFileSync(file, JSON.stringify(Object.fromEntries(found), null, 2));
});
