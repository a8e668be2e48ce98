import { expect, expectTypeOf, test } from 'vitest';
import { valuesOf } from '../../src/cli/flags.ts';
import { OUTPUT, SCOPE } from '../../src/commands/shared/shared-flags.ts';

const FLAGS = [
  ...[...SCOPE.flags, ...OUTPUT.flags],
  { name: 'port', type: 'list', summary: '' },
  { name: 'kind', type: 'string', choices: ['a', 'b'], summary: '' },
] as const;

test('the type of a value follows from the definition of its flag', () => {
  const flags = valuesOf(FLAGS, {});
  expectTypeOf(flags.allNamespaces).toEqualTypeOf<boolean>();
  expectTypeOf(flags.namespace).toEqualTypeOf<string | null>();
  expectTypeOf(flags.chunkSize).toEqualTypeOf<string>();
  expectTypeOf(flags.color).toEqualTypeOf<'auto' | 'always' | 'never'>();
  expectTypeOf(flags.kind).toEqualTypeOf<'a' | 'b' | null>();
  expectTypeOf(flags.port).toEqualTypeOf<readonly string[]>();
  expectTypeOf(flags).not.toHaveProperty('colour');
  expect(flags).toEqual({
    namespace: null,
    allNamespaces: false,
    selector: null,
    chunkSize: '500',
    output: 'table',
    noHeaders: false,
    color: 'auto',
    port: [],
    kind: null,
  });
});
