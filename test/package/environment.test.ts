/** The environment does not change the executable's behaviour. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect } from 'vitest';
import { directoryWith, kubeconfig } from '../support/connections.ts';
import { executable, type Run, root, run, test } from '../support/package/built.ts';
import { serve, status } from '../support/servers/api-server.ts';
import { authority } from '../support/servers/authority.ts';

const { server: pair, data } = authority();
const recording = join(root, 'demo/cluster.json');
const args = ['describe', 'svc', 'my-service', '-f', recording];

/** A project of another kind, with files that a JavaScript runtime would read. */
const folder = mkdtempSync(join(tmpdir(), 'kubectl-endpoints-environment-'));
const preload = join(folder, 'preload.js');
let undisturbed: Run;

beforeAll(async () => {
  undisturbed = await run(executable, args);
  writeFileSync(preload, 'console.log("PRELOADED"); process.exit(7);');
});
afterAll(() => rmSync(folder, { recursive: true }));

test('undisturbed it answers', () => {
  expect(undisturbed).toMatchObject({ code: 0, stderr: '' });
  expect(undisturbed.stdout).toContain('selector-matches-no-pods');
});

test.each([
  ['BUN_BE_BUN', '1'],
  ['BUN_OPTIONS', '--version'],
  ['BUN_OPTIONS', `--preload=${preload}`],
  ['BUN_INSPECT', 'ws://127.0.0.1:0/x?break=1'],
  ['BUN_INSPECT_CONNECT_TO', 'ws://127.0.0.1:1/'],
  ['BUN_INSPECT_PRELOAD', preload],
  ['BUN_CONFIG_VERBOSE_FETCH', 'curl'],
  ['BUN_BYTECODE_ORDER_OUT', join(folder, 'order')],
  ['BUN_GARBAGE_COLLECTOR_LEVEL', '2'],
  ['BUN_RUNTIME_TRANSPILER_CACHE_PATH', folder],
  ['NODE_OPTIONS', `--require=${preload}`],
  ['NODE_OPTIONS', '--no-such-flag'],
  ['NODE_DEBUG', 'http,https,net,tls,module'],
  ['NODE_EXTRA_CA_CERTS', '/does/not/exist'],
  ['NODE_TLS_REJECT_UNAUTHORIZED', '0'],
  ['NODE_ENV', 'development'],
  ['NODE_PATH', folder],
  ['NODE_V8_COVERAGE', folder],
  ['NODE_COMPILE_CACHE', folder],
])('%s=%s changes nothing', async (name, value) => {
  expect(await run(executable, args, { env: { [name]: value } })).toEqual(undisturbed);
});

/** Variables that matter only for connections. */
test.each([
  ['NODE_DEBUG', 'http,https,net,tls'],
  ['NODE_EXTRA_CA_CERTS', '/does/not/exist'],
  ['NODE_TLS_REJECT_UNAUTHORIZED', '0'],
  ['NODE_USE_ENV_PROXY', '1'],
  ['BUN_FEATURE_FLAG_DISABLE_IPV4', '1'],
  ['BUN_CONFIG_VERBOSE_FETCH', 'curl'],
])('%s=%s changes no connection', async (name, value) => {
  const { url } = await serve(status(403, { reason: 'Forbidden', message: 'no' }), pair);
  const trusted = kubeconfig({ server: url, 'certificate-authority-data': data }, { token: 'secret' });
  const files = directoryWith({ trusted, untrusted: kubeconfig({ server: url }) });
  const words = (config: string) => ['describe', 'svc', 'x', '--kubeconfig', join(files, config)];
  const env = { [name]: value };
  expect(await run(executable, words('trusted'), { env })).toEqual({
    code: 1,
    stdout: '',
    stderr: 'Error from server (Forbidden): no\n',
  });
  expect((await run(executable, words('untrusted'), { env })).stderr).toMatch(
    /^Unable to connect to the server: tls: failed to verify certificate: .*\n$/,
  );
});

test.each([
  ['.env', 'NO_COLOR=1\nKUBECONFIG=/does/not/exist\nHTTPS_PROXY=http://127.0.0.1:1\nBUN_OPTIONS=--version\n'],
  ['.env.local', 'KUBECONFIG=/does/not/exist\n'],
  ['bunfig.toml', 'preload = ["./preload.js"]\n[run]\nbun = true\n'],
  ['package.json', '{ "type": "commonjs", "name": "x", "imports": { "#a": "./preload.js" } }'],
  ['package.json', '{ not JSON'],
  ['tsconfig.json', '{ "compilerOptions": { "paths": { "*": ["./preload.js"] } } }'],
  ['tsconfig.json', '{ not JSON'],
])('%s in the working directory changes nothing', async (name, content) => {
  const file = join(folder, name);
  writeFileSync(file, content);
  expect(await run(executable, args, { cwd: folder })).toEqual(undisturbed);
  rmSync(file);
});

test('a variable of .env is not one of the environment', async () => {
  writeFileSync(join(folder, '.env'), 'KUBECONFIG=/from/dotenv\n');
  const words = ['describe', 'svc', 'x', '--context', 'none'];
  const world = { cwd: folder, env: { KUBECONFIG: undefined, HOME: folder } };
  const { stderr } = await run(executable, words, world);
  rmSync(join(folder, '.env'));
  expect(await run(executable, words, world)).toMatchObject({ code: 1, stderr });
});
