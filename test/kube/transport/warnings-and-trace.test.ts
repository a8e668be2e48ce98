import { describe, expect, test } from 'vitest';
import { connectWith, kubeconfig } from '../../support/connections.ts';
import { fakeIO } from '../../support/fake-io.ts';
import { ok, serve } from '../../support/servers/api-server.ts';
import { authority } from '../../support/servers/authority.ts';

const { server: pair, data } = authority();
const config = (server: string, cluster: object = {}) =>
  kubeconfig({ server, 'certificate-authority-data': data, ...cluster }, { token: 'secret' });

describe('warnings', () => {
  const endpoints = 'v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice';

  test('are shown once, except for that about Endpoints', async () => {
    const warnings = [
      `299 - "${endpoints}"`,
      '299 - "a \\"quoted\\" one", 299 - "and another"',
      '199 - "miscellaneous"',
      '299 - "\u009b31m"',
      `299 - "${Buffer.from('für 世界').toString('latin1')}"`,
    ];
    const { url } = await serve((request, response) => {
      response.setHeader('warning', warnings);
      ok(request, response);
    }, pair);
    const io = fakeIO();
    const { request } = await connectWith(config(url), {}, io);
    await request('GET', '/1');
    await request('GET', '/2');
    expect(io.errors.join('')).toBe(
      'Warning: a "quoted" one\nWarning: and another\nWarning: \\u009b31m\nWarning: für 世界\n',
    );
  });
});

describe('-v', () => {
  const errors = async (verbosity: number) => {
    const { url } = await serve((request, response) => {
      response.setHeader('set-cookie', 'cookie-secret');
      ok(request, response);
    }, pair);
    const io = fakeIO();
    const { request } = await connectWith(config(url), { verbosity }, io);
    await request('GET', '/x?limit=1');
    return io.errors.join('').replaceAll(url, 'SERVER');
  };

  test('5 says nothing, 6 a line for each request', async () => {
    expect(await errors(5)).toBe('');
    expect(await errors(6)).toMatch(/^GET SERVER\/x\?limit=1 200 OK in \d+ milliseconds\n$/);
  });

  test('8 shows headers, but no secrets', async () => {
    const shown = await errors(8);
    expect(shown).toContain('    Authorization: <masked>\n');
    expect(shown).toContain('    set-cookie: <masked>\n');
    expect(shown).toContain('    Accept: application/json\n');
    expect(shown).not.toContain('secret');
  });
});
