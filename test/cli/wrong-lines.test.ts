/** Lines that a user of kubectl may type: each error names the line that was meant. */
import { describe, expect, test } from 'vitest';
import { run } from '../support/run-main.ts';

const FILE = 'clusters/seed-nginx.json';
const SVC = 'kubectl endpoints describe svc';

async function errorOf(line: string): Promise<string> {
  const { code, stdout, stderr } = await run(line.split(' ').filter(Boolean));
  expect(stdout).toBe('');
  expect(code).toBeGreaterThan(0);
  return stderr;
}

const names = (table: readonly (readonly [line: string, error: string])[]) =>
  test.each(table)('%s', async (line, error) => {
    expect(await errorOf(line)).toBe(`error: ${error}\n`);
  });

describe('a command of kubectl', () => {
  names([
    ['logs web', 'unknown command "logs" for "kubectl endpoints"; use: kubectl logs'],
    ['logs pod/web-1', 'unknown command "logs" for "kubectl endpoints"; use: kubectl logs'],
    ['exec -it web-1', 'unknown command "exec" for "kubectl endpoints"; use: kubectl exec'],
    [
      'port-forward svc/web 8080:80',
      'unknown command "port-forward" for "kubectl endpoints"; use: kubectl port-forward',
    ],
    ['apply -f x.yaml', 'unknown command "apply" for "kubectl endpoints"; use: kubectl apply'],
    ['rollout status deploy/web', 'unknown command "rollout" for "kubectl endpoints"; use: kubectl rollout'],
  ]);

  test('a Service may have its name', async () => {
    const { stderr } = await run(['svc/logs', '-f', FILE]);
    expect(stderr).toBe(`error: no Service logs in ${FILE}\n`);
  });
});

describe('a path without -f', () => {
  names([
    ['check .', '"." is not a Service: use -f . (and -R for subdirectories)'],
    ['check ./charts', '"./charts" is not a Service: use -f ./charts (and -R for subdirectories)'],
    [
      'check ../charts/web',
      '"../charts/web" is not a Service: use -f ../charts/web (and -R for subdirectories)',
    ],
    ['check charts/', '"charts/" is not a Service: use -f charts/ (and -R for subdirectories)'],
    [
      'describe /srv/charts',
      '"/srv/charts" is not a Service: use -f /srv/charts (and -R for subdirectories)',
    ],
    ['get -R ../charts', '"../charts" is not a Service: use -f ../charts (and -R for subdirectories)'],
    ['check -', '"-" is not a Service: use -f -'],
    [
      'check manifests/prod',
      '"manifests" is not a type; for Service prod in namespace manifests: kubectl endpoints check svc prod -n manifests; for files: -f manifests/prod',
    ],
  ]);
});

test('a URL as file', async () => {
  expect(await errorOf('check -f https://example.com/x.yaml')).toBe(
    'error: -f does not read URLs; use a pipe: curl -fsSL https://example.com/x.yaml | kubectl endpoints COMMAND -f -\n',
  );
});

describe('dashes', () => {
  names([
    [`${'\u2014'}help`, '"—help" begins with a typographic dash; did you mean --help?'],
    [`get –A -f ${FILE}`, '"–A" begins with a typographic dash; did you mean -A?'],
    [
      `describe svc web —namespace=x -f ${FILE}`,
      '"—namespace=x" begins with a typographic dash; did you mean --namespace=x?',
    ],
    [`describe svc web –n default -f ${FILE}`, '"–n" begins with a typographic dash; did you mean -n?'],
    ['get -- -A', '"-A" is not a name: flags must come before --'],
    [`describe -- svc web -f ${FILE}`, '"-f" is not a name: flags must come before --'],
    [`get -n -f ${FILE}`, 'flag needs an argument: --namespace, but "-f" follows'],
  ]);
});

describe('an empty namespace is that of the context, as in kubectl', () => {
  test.each([['-n='], ['--namespace=']])('%s', async (flag) => {
    const { stdout, stderr } = await run(['get', flag, '-f', FILE, '-o', 'name']);
    expect([stdout, stderr]).toEqual(['service/nginx-svc\n', '']);
  });
});

describe('hosts', () => {
  const ingress = 'for a host of an Ingress: kubectl endpoints describe ingress';
  names([
    ['describe shop.example.com', `"shop.example.com" is not a Service: ${ingress}`],
    [
      'describe https://shop.example.com/cart',
      `"https://shop.example.com/cart" is not a Service: ${ingress}`,
    ],
    [
      'describe https://shop.example/cart',
      `"https://shop.example/cart" is not a Service: use the name alone: ${SVC} shop -n example; ${ingress}`,
    ],
    ['describe web.shop.svc', `"web.shop.svc" is not a Service: use the name alone: ${SVC} web -n shop`],
    [
      'describe shop.example.com/cart',
      `describe takes svc, pod, ingress or ip, not "shop.example.com"; ${ingress}`,
    ],
    [
      'describe ip 10.244.0.7,10.244.0.8',
      '"10.244.0.7,10.244.0.8" has a comma: separate addresses by spaces',
    ],
  ]);
});

describe('a type that is given twice', () => {
  test.each([
    ['svc nginx-svc svc web', 'svc', 'nginx-svc web'],
    ['svc nginx-svc pod web-1', 'pod', 'web-1'],
  ])('describe %s', async (words) => {
    const { stderr } = await run(['describe', ...words.split(' '), '-f', FILE, '-o', 'name']);
    expect(stderr).toContain('; a type is given once, before the names');
  });
});

describe('create-external', () => {
  const RULE =
    "must be a lowercase RFC 1123 label: at most 63 characters, lower case alphanumerics or '-', beginning and ending with an alphanumeric (e.g. 'my-name' or '123-abc')";
  names([
    [
      'create-external db 192.0.2.10 5432',
      'exactly one NAME is required, got 3; addresses and ports are flags: --ip 192.0.2.10 --port 5432',
    ],
    [
      'create-external db 192.0.2.10:5432',
      'exactly one NAME is required, got 2; addresses and ports are flags: --ip 192.0.2.10 --port 5432',
    ],
    [
      'create-external db 192.0.2.10 --port 80',
      'exactly one NAME is required, got 2; addresses and ports are flags: --ip 192.0.2.10 --port PORT',
    ],
    [
      'create-external db --ip 192.0.2.10 --port 80 --dry-run client',
      'exactly one NAME is required, got 2; use: --dry-run=client',
    ],
    [
      'create-external svc db --ip 192.0.2.10 --port 80',
      'exactly one NAME is required, got 2; use: kubectl endpoints create-external db',
    ],
    [
      'create-external svc/db --ip 192.0.2.10 --port 80',
      `NAME "svc/db": ${RULE}; use: kubectl endpoints create-external db`,
    ],
    [
      'create-external db --external-name https://pg.example.com:5432/x',
      `--external-name "https://pg.example.com:5432/x": must be a lowercase RFC 1123 subdomain: at most 253 characters, lower case alphanumerics, '-' or '.', beginning and ending with an alphanumeric (e.g. 'example.com'); use the host name alone: pg.example.com`,
    ],
    [
      'create-external db --host pg.example.com',
      'unknown flag: --host; use: kubectl endpoints create-external NAME --external-name HOST',
    ],
    [
      'create-external db --ip 192.0.2.10 --port 80 --target-port 8080',
      'unknown flag: --target-port; use: --port PORT:TARGETPORT',
    ],
    ['create-external db --ip 192.0.2.10 --tcp 80:8080', 'unknown flag: --tcp; use: --port PORT:TARGETPORT'],
    [
      'create-external --name db --ip 192.0.2.10',
      'unknown flag: --name; a name is an argument without a flag',
    ],
  ]);
});

describe('other flags and words', () => {
  names([
    ['describe svc --name web', 'unknown flag: --name; a name is an argument without a flag'],
    ['describe svc web --port 80', 'unknown flag: --port; all ports of a Service are shown'],
    ['completion pwsh', 'Unsupported shell type "pwsh"; must be one of bash, zsh, fish, powershell'],
    ['completion --shell bash', 'unknown flag: --shell; use: kubectl endpoints completion SHELL'],
    [
      `describe svc web -A -f ${FILE}`,
      'a resource cannot be retrieved by name across all namespaces; use -n NAMESPACE instead of -A',
    ],
  ]);
});

describe('labels, namespaces and findings in the wrong place', () => {
  names([
    ['describe app=nginx', '"app=nginx" is not a Service: use -l app=nginx'],
    ['get svc tier=front', '"tier=front" is not a Service: use -l tier=front'],
    ['check ns/shop', 'check covers Services only, not "ns"; use: kubectl endpoints check -n shop'],
    [
      'describe namespace shop',
      'describe takes svc, pod, ingress or ip, not "namespace"; use: kubectl endpoints describe -n shop',
    ],
    ['check -n shop,web', '--namespace takes one namespace, not "shop,web"; for all namespaces use -A'],
    ['get -n ns/shop', '"ns/shop" is not a namespace; use -n shop'],
    ['get -n shop/', '"shop/" is not a namespace; use -n shop'],
    ['explain pod-not-ready,scaled-to-zero', 'explain takes one finding at a time'],
    ['explain PodReport', 'unknown finding "PodReport"; use: kubectl endpoints explain --schema PodReport'],
    [
      'schema',
      'unknown command "schema" for "kubectl endpoints"; use: kubectl endpoints explain --schema KIND',
    ],
  ]);
});

describe('flags of other tools', () => {
  names([
    ['get -N shop', "unknown shorthand flag: 'N' in -N; did you mean -n?"],
    ['get -a', "unknown shorthand flag: 'a' in -a; did you mean -A?"],
    ['get -F x.json', "unknown shorthand flag: 'F' in -F; did you mean -f?"],
    ['check --dir charts', 'unknown flag: --dir; use: -f FILE'],
    ['check --manifests charts', 'unknown flag: --manifests; use: -f FILE'],
    ['get --kube-context prod', 'unknown flag: --kube-context; use: --context NAME'],
    ['get --timeout 5s', 'unknown flag: --timeout; use: --request-timeout TIME'],
    [
      'check --fail-on-warning',
      'unknown flag: --fail-on-warning; use: kubectl endpoints check --fail-on warning',
    ],
    ['check --exit-zero', 'unknown flag: --exit-zero; use: kubectl endpoints check --fail-on never'],
    ['check --limit 5', 'unknown flag: --limit; use: kubectl endpoints check --max-findings N'],
    ['check --helm .', 'unknown flag: --helm; use: helm template . | kubectl endpoints check -f -'],
  ]);
});

describe('type, name and port in one word', () => {
  names([
    ['describe svc:web', `"svc:web" is not a Service: use: ${SVC} web`],
    ['describe svc.web', `"svc.web" is not a Service: use: ${SVC} web`],
    ['describe svc=web', `"svc=web" is not a Service: use: ${SVC} web`],
    ['describe pod:web-0', '"pod:web-0" is not a Service: use: kubectl endpoints describe pod web-0'],
    ['get svc:web', '"svc:web" is not a Service: use: kubectl endpoints get svc web'],
    ['describe web/80', `"web/80" is not a Service: use the name alone: ${SVC} web`],
    ['describe svc,web', `names must be separated by spaces: ${SVC} web`],
    [`get --selector -f ${FILE}`, 'flag needs an argument: --selector, but "-f" follows'],
  ]);

  test('the old group of Ingresses', async () => {
    const { stderr } = await run(['describe', 'ingresses.extensions', '-f', FILE]);
    expect(stderr).toBe('No resources found\n');
  });
});
