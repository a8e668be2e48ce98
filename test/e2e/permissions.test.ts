/** Output, unread kinds and exit codes for users with restricted permissions. */
import { describe, expect } from 'vitest';
import type { JsonReport } from '../../src/model/report/json-report.ts';
import { pod, selectorless, service } from '../support/e2e/live-objects.ts';
import type { Namespace } from '../support/e2e/namespace.ts';
import { allExcept, grant, type Permissions, userWith } from '../support/e2e/roles.ts';
import type { Run } from '../support/e2e/run-tool.ts';
import { testWithControllers as test } from '../support/e2e/suite.ts';

interface Row {
  rights: Permissions;
  /** The statuses of the Services ext, typo and web. */
  statuses: string;
  findings: readonly string[];
  /** The unread resources, apart from those that no finding about a single Service needs. */
  unread: readonly string[];
  check: number;
  /** The output of create-external. */
  refusal: RegExp;
}

const BOTH = ['ext endpoints-missing', 'typo selector-matches-no-pods'];
const TRUTH = { statuses: 'Unavailable Unavailable Healthy', findings: BOTH, check: 1 };
const NOT_ALLOWED = 'error: you are not allowed to';
const MAY_NOT_WRITE = new RegExp(
  `^${NOT_ALLOWED} create services, patch services, create endpoints, patch endpoints in namespace "[^"]+"; nothing was written; ask for`,
);
const mayNotRead = (resource: string) =>
  new RegExp(
    `^Error from server \\(Forbidden\\): ${resource}.* is forbidden: User .* cannot (get|list) resource`,
  );

const ROLES: Record<string, Row> = {
  'all of the namespace, and Nodes': {
    ...TRUTH,
    rights: { reads: allExcept(), nodes: true },
    unread: [],
    refusal: MAY_NOT_WRITE,
  },
  'all of the namespace only': {
    ...TRUTH,
    rights: { reads: allExcept() },
    unread: ['nodes'],
    refusal: MAY_NOT_WRITE,
  },
  view: {
    ...TRUTH,
    rights: { clusterRoles: ['system:aggregate-to-view'] },
    unread: ['nodes'],
    refusal: MAY_NOT_WRITE,
  },
  'edit, which may write Services and no Endpoints': {
    ...TRUTH,
    rights: { clusterRoles: ['system:aggregate-to-view', 'system:aggregate-to-edit'] },
    unread: ['nodes'],
    refusal: new RegExp(
      `^${NOT_ALLOWED} create endpoints, patch endpoints in namespace "[^"]+"; nothing was written; ask for a Role`,
    ),
  },
  'Services only': {
    rights: { reads: (resource) => resource === 'services' },
    statuses: 'Unknown Unknown Unknown',
    findings: [],
    unread: ['endpoints', 'endpointslices.discovery.k8s.io', 'ingresses.networking.k8s.io', 'pods'],
    check: 2,
    refusal: mayNotRead('endpoints'),
  },
  'no Endpoints': {
    rights: { reads: allExcept('endpoints'), nodes: true },
    statuses: 'Unknown Unavailable Healthy',
    findings: ['typo selector-matches-no-pods'],
    unread: ['endpoints'],
    check: 1,
    refusal: mayNotRead('endpoints'),
  },
  'no EndpointSlices': {
    rights: { reads: allExcept('endpointslices'), nodes: true },
    statuses: 'Unknown Unknown Unknown',
    findings: ['typo selector-matches-no-pods'],
    unread: ['endpointslices.discovery.k8s.io'],
    check: 1,
    refusal: mayNotRead('endpointslices'),
  },
  'no NetworkPolicies': {
    ...TRUTH,
    rights: { reads: allExcept('networkpolicies'), nodes: true },
    unread: ['networkpolicies.networking.k8s.io'],
    refusal: MAY_NOT_WRITE,
  },
  'no Pods': {
    rights: { reads: allExcept('pods'), nodes: true },
    statuses: 'Unavailable Unknown Unknown',
    findings: ['ext endpoints-missing'],
    unread: ['pods'],
    check: 1,
    refusal: MAY_NOT_WRITE,
  },
};

/** Services with endpoints, with a selector that matches no Pods, and without endpoints. */
async function threeServices(namespace: Namespace): Promise<void> {
  const web = [service('web'), pod('web-0', { app: 'web', ip: '10.244.2.1' })];
  await namespace.create(...web, service('typo'), selectorless('ext'));
  await namespace.published('web', 1);
}

/** The resources that the output calls forbidden, among the skipped rules or in warnings. */
const forbidden = ({ stdout, stderr }: Run) =>
  [...`${stdout}${stderr}`.matchAll(/^(?: {2}|Warning: )(\S+)(?: "[^"]+")? is forbidden: .*/gm)]
    .filter(([line]) => !line.includes('read only 1 namespace'))
    .map(([, resource]) => resource)
    .toSorted();

const statusesOf = ({ stdout }: Run) => stdout.match(/Unavailable|Healthy|Unknown/g)?.join(' ');

const external = ['create-external', 'db', '--ip', '192.0.2.10', '--port', '5432'];

describe.each(Object.entries(ROLES))('who may read %s', (_, { rights, unread, ...expected }) => {
  test('sees what can be known, and is told what is not', async ({ namespace }) => {
    await threeServices(namespace);
    const user = await userWith(namespace, rights);
    const as = (...args: string[]) => namespace.run(...args, '--kubeconfig', user);
    const limited = `at the cluster scope: read only 1 namespace: ${namespace.name}\n`;

    const [described, got, gotAll] = await Promise.all([
      as('describe', 'svc', 'web'),
      as('get'),
      as('get', '-A'),
    ]);
    const status = expected.statuses.split(' ').at(-1) as string;
    expect({ code: described.code, status: statusesOf(described), stderr: described.stderr }).toMatchObject({
      code: 0,
      status: expect.stringContaining(status),
      stderr: '',
    });
    // Ingresses are not read for a single Service.
    expect(forbidden(described)).toEqual(unread.filter((resource) => !resource.startsWith('ingresses')));
    expect({ code: got.code, statuses: statusesOf(got) }).toEqual({ code: 0, statuses: expected.statuses });
    expect({ code: gotAll.code, statuses: statusesOf(gotAll) }).toEqual({
      code: 0,
      statuses: expected.statuses,
    });
    expect(gotAll.stderr).toContain(limited);

    const [checked, checkedAll, json] = await Promise.all([
      as('check'),
      as('check', '-A'),
      as('check', '-o', 'json'),
    ]);
    expect([checked.code, checkedAll.code, json.code]).toEqual([
      expected.check,
      expected.check,
      expected.check,
    ]);
    expect(checkedAll.stderr).toContain(limited);
    for (const run of [got, gotAll, checked, checkedAll]) expect(forbidden(run)).toEqual([...unread]);
    const { findings, skipped }: JsonReport = JSON.parse(json.stdout);
    expect(findings.map(({ service, name }) => `${service} ${name}`)).toEqual(expected.findings);
    // Rules that were skipped find nothing.
    for (const { name } of skipped) expect(findings.map((finding) => finding.name)).not.toContain(name);
  });

  test('writes nothing, and is told what to ask for', async ({ namespace }) => {
    const user = await userWith(namespace, rights);
    for (const more of [[], ['--dry-run=server']]) {
      const run = await namespace.run(...external, ...more, '--kubeconfig', user);
      expect(run).toEqual({ code: 1, stdout: '', stderr: expect.stringMatching(expected.refusal) });
    }
    expect(await namespace.find('services/db')).toBeNull();
  });
});

test('who may read nothing is told so by every command', async ({ namespace }) => {
  await threeServices(namespace);
  const user = await userWith(namespace, {});
  const codes = { describe: 1, get: 1, check: 2, 'create-external': 1 };
  const lines = [['describe', 'svc', 'web'], ['get'], ['get', '-A'], ['check'], ['check', '-A'], external];
  for (const line of [...lines, [...external, '--dry-run=server']]) {
    const { code, stdout, stderr } = await namespace.run(...line, '--kubeconfig', user);
    expect({ line, code, stdout }).toEqual({ line, code: codes[line[0] as keyof typeof codes], stdout: '' });
    expect(stderr).toMatch(/^Error from server \(Forbidden\): services .*is forbidden: User .*\n$/);
  }
});

const write = ['get', 'list', 'create', 'patch', 'delete'];

test('edit and a Role for Endpoints: create-external writes both', async ({ namespace }) => {
  const clusterRoles = ['system:aggregate-to-view', 'system:aggregate-to-edit'];
  const user = await userWith(namespace, { clusterRoles, writes: { endpoints: write } });
  const tried = await namespace.run(...external, '--dry-run=server', '--kubeconfig', user);
  const dry = 'service/db created (server dry run)\nendpoints/db created (server dry run)\n';
  expect(tried).toEqual({ code: 0, stdout: dry, stderr: '' });
  expect(await namespace.find('services/db')).toBeNull();
  const run = await namespace.run(...external, '--kubeconfig', user);
  expect(run).toEqual({ code: 0, stdout: 'service/db created\nendpoints/db created\n', stderr: '' });
});

test('who may not even ask what is allowed is told what was written, and how to go on', async ({
  namespace,
}) => {
  // system:basic-user lets all authenticated users create access reviews.
  const name = 'system:anonymous';
  await grant(namespace, { writes: { services: write, endpoints: ['get'], endpointslices: ['list'] } }, name);
  const { code, stdout, stderr } = await namespace.run(...external, '--as', name);
  expect({ code, stdout }).toEqual({ code: 1, stdout: 'service/db created\n' });
  expect(stderr).toMatch(/^Error from server \(Forbidden\): .*cannot (patch|create) resource "endpoints"/);
  expect(stderr).toMatch(
    /\nerror: the write is incomplete: service\/db was created, endpoints\/db does not exist; to/,
  );
  expect(stderr).toContain(`to undo: kubectl delete service/db -n ${namespace.name} --as=${name}`);
  expect(await namespace.find('services/db')).not.toBeNull();
});
