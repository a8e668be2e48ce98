import type { KubernetesObject } from '@kubernetes/client-node';
import { describe, expect } from 'vitest';
import { endpointSlice, endpoints, selectorless, service } from '../support/e2e/live-objects.ts';
import type { Namespace } from '../support/e2e/namespace.ts';
import { test } from '../support/e2e/suite.ts';

const create = (namespace: Namespace, ...flags: string[]) =>
  namespace.run('create-external', 'db', '--ip', '192.0.2.10', '--port', '5432', ...flags);

const ports = [{ port: 5432, protocol: 'TCP' }];
const subset = { addresses: [{ ip: '198.51.100.1' }], ports };

/** Objects that exist, the one that must not change, and the text that the refusal must contain. */
const taken: Record<string, { objects: KubernetesObject[]; stays: string; names: RegExp }> = {
  'a Service with a selector': {
    objects: [service('db')],
    stays: 'services/db',
    names: /selector/,
  },
  'a Service that somebody else made': {
    objects: [selectorless('db', { ports })],
    stays: 'services/db',
    names: /service/i,
  },
  'Endpoints that somebody else wrote': {
    objects: [endpoints('db', subset)],
    stays: 'endpoints/db',
    names: /endpoints/i,
  },
  'an EndpointSlice that somebody else wrote': {
    objects: [
      endpointSlice('theirs', 'db', {
        addressType: 'IPv4',
        endpoints: [{ addresses: ['198.51.100.1'] }],
        ports,
      }),
    ],
    stays: 'endpointslices/theirs',
    names: /theirs/,
  },
};

describe('create-external never takes over', () => {
  for (const [what, { objects, stays, names }] of Object.entries(taken)) {
    test(what, async ({ namespace }) => {
      await namespace.create(...objects);
      const before = await namespace.find(stays);
      const kinds = ['endpoints', 'endpointslice'];
      for (const kind of kinds) {
        const { code, stdout, stderr } = await create(namespace, '--kind', kind);
        expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
        expect(stderr).toMatch(/^error: /);
        expect(stderr).toMatch(names);
      }
      expect(await namespace.find(stays)).toEqual(before);
      if (stays !== 'services/db') expect(await namespace.find('services/db')).toBeNull();
    });
  }
});
