/** The findings of each rule in manifests: the line at fault, and the change of the file. */
import { describe, expect, test } from 'vitest';
import { RULES } from '../../../src/rules/engine/catalogue.ts';
import { run } from '../../support/run-main.ts';

const SERVICE = `apiVersion: v1
kind: Service
metadata:
  name: web
spec:
  selector:
    app: a
  ports:
  - port: 80
    targetPort: 8080
`;
const DEPLOYMENT = `---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  template:
    metadata:
      labels: {app: a}
    spec:
      containers:
      - name: main
        ports:
        - {name: web, containerPort: 8080}
`;
const OTHER = DEPLOYMENT.replace('name: web', 'name: other').replace('app: a', 'app: other');
const PROMETHEUS = `---
apiVersion: monitoring.coreos.com/v1
kind: Prometheus
metadata: {name: k8s}
spec: {replicas: 2}
`;
const EXTERNAL = `apiVersion: v1
kind: Service
metadata: {name: web}
spec:
  ports:
  - port: 80
    targetPort: 8080
`;
const ENDPOINTS = `---
apiVersion: v1
kind: Endpoints
metadata: {name: web}
subsets:
- addresses: [{ip: 192.0.2.1}]
  ports: [{port: 8080}]
`;
const SLICE = `---
apiVersion: discovery.k8s.io/v1
kind: EndpointSlice
metadata:
  name: web-1
  labels: {kubernetes.io/service-name: web}
addressType: IPv4
endpoints:
- addresses: [192.0.2.1]
ports:
- port: 8080
`;
const NAME = `apiVersion: v1
kind: Service
metadata: {name: web}
spec:
  type: ExternalName
`;
const named = (kind: string, more: string) => `---\napiVersion: networking.k8s.io/v1\nkind: ${kind}\n${more}`;
const ingress = (backend: string) =>
  named(
    'Ingress',
    `metadata: {name: shop}
spec:
  rules:
  - http:
      paths:
      - path: /
        pathType: Prefix
        backend:
          service:
            ${backend}
`,
  );

interface Case {
  /** `# here` marks the line of the finding; `# fix` the line to change, if it is another. */
  text: string;
  /** The text after `in FILE line LINE`. */
  change: string;
}

/** A rule without findings about manifests, and the reason. */
type Not = string;

const RUNNING = 'of running Pods: what a Pod template makes is supposed to be Ready and published';
const PUBLISHED = 'of what controllers have published';

const MANIFESTS: Record<string, Case[] | Not> = {
  'selector-matches-no-pods': [
    {
      text:
        SERVICE.replace('selector:', 'selector: # here').replace('app: a', 'app: a # fix') +
        DEPLOYMENT.replace('{app: a}', '{app: A}'),
      change: 'set app: A',
    },
    {
      text: SERVICE.replace('selector:', 'selector: # here') + OTHER,
      change: 'select labels of an existing Pod template, or add the missing workload',
    },
    {
      text: SERVICE.replace('selector:', 'selector: # here') + DEPLOYMENT.replace('{app: a}', '{App: a}'),
      change: 'remove app, set App: a',
    },
    {
      text: `${SERVICE.replace('selector:', 'selector: # here').replace('metadata:', 'metadata: # fix')}${DEPLOYMENT.replace('  name: web', '  name: web\n  namespace: shop').replace('metadata: {name: web}', 'metadata: {name: web, namespace: shop}')}`,
      change: 'set namespace: shop, or apply and check the manifests with -n shop',
    },
  ],
  'pod-not-ready': RUNNING,
  'target-port-unresolved': [
    { text: SERVICE.replace('8080', 'http # here') + DEPLOYMENT, change: 'set targetPort: web' },
    {
      text:
        SERVICE.replace('8080', 'http # here') +
        DEPLOYMENT.replace('containers:', 'containers: # fix').replace(/ +ports:\n.*\n$/, ''),
      change: 'declare a container port "http" (TCP)',
    },
    {
      text:
        SERVICE.replace('8080', 'http # here') +
        DEPLOYMENT.replace('Deployment', 'CronJob')
          .replace('apps', 'batch')
          .replace(
            / {2}template:[\s\S]*/,
            (text) => `  jobTemplate:\n    spec:\n${text.replace(/^/gm, '    ').trimEnd()}\n`,
          )
          .replace('containers:', 'containers: # fix')
          .replace(/ +ports:\n.*\n$/, ''),
      change: 'declare a container port "http" (TCP)',
    },
    {
      text: `${SERVICE.replace('8080', 'http # here')}---\napiVersion: v1\nkind: Pod\nmetadata: {name: p, labels: {app: a}}\nspec:\n  containers: [{name: main}] # fix\n`,
      change: 'declare a container port "http" (TCP)',
    },
  ],
  'node-missing': RUNNING,
  'pod-not-published': RUNNING,
  'readiness-out-of-date': RUNNING,
  'stale-address': PUBLISHED,
  'endpoints-frozen': PUBLISHED,
  'endpoints-missing': [
    {
      text: EXTERNAL.replace('spec:', 'spec: # here') + OTHER,
      change: 'add a selector to the Service, or an Endpoints object or EndpointSlice with addresses',
    },
    {
      text: EXTERNAL + ENDPOINTS.replace(/subsets:[\s\S]*/, 'subsets: [] # here\n'),
      change: 'add a selector to the Service, or an Endpoints object or EndpointSlice with addresses',
    },
    {
      text:
        EXTERNAL + ENDPOINTS.replace('subsets:', 'subsets: # here').replace('addresses', 'notReadyAddresses'),
      change: 'move the addresses that are ready to addresses',
    },
    {
      text:
        EXTERNAL +
        SLICE.replace('endpoints:', 'endpoints: # here').replace(
          '[192.0.2.1]',
          '[192.0.2.1]\n  conditions: {ready: false}',
        ),
      change: 'set conditions.ready: true',
    },
    {
      text:
        EXTERNAL.replace('spec:', 'spec: # here') +
        SLICE.replace('labels: {kubernetes.io/service-name: web}', 'labels: {} # fix'),
      change: 'set the label kubernetes.io/service-name: web',
    },
  ],
  'endpoints-not-mirrored': [
    {
      text:
        EXTERNAL +
        ENDPOINTS.replace(
          '{name: web}',
          '\n  name: web\n  labels:\n    endpointslice.kubernetes.io/skip-mirror: "true" # here',
        ),
      change: 'remove the label endpointslice.kubernetes.io/skip-mirror',
    },
    {
      text:
        EXTERNAL +
        ENDPOINTS.replace('subsets:', 'subsets: # here').replace(
          '[{port: 8080}]',
          '[{port: 8080}, {port: 9090}]',
        ),
      change: 'give each port of a subset its own name',
    },
  ],
  'endpoints-truncated': [
    {
      text:
        EXTERNAL +
        ENDPOINTS.replace(
          '{name: web}',
          '\n  name: web\n  annotations:\n    endpoints.kubernetes.io/over-capacity: truncated # here',
        ),
      change: 'remove the annotation endpoints.kubernetes.io/over-capacity',
    },
  ],
  'endpointslice-not-routable': [
    {
      text:
        EXTERNAL.replace('spec:', 'spec: # fix') +
        SLICE.replace('IPv4', 'FQDN # here').replace('192.0.2.1', 'db.example'),
      change: 'a name needs a Service of its own, with type: ExternalName and externalName: db.example',
    },
    { text: EXTERNAL + SLICE.replace('- port: 8080', '- name: "" # here'), change: 'set port: 8080' },
    {
      text:
        EXTERNAL +
        SLICE.replace(
          '{kubernetes.io/service-name: web}',
          '\n    kubernetes.io/service-name: web\n    service.kubernetes.io/headless: "" # here',
        ),
      change: 'remove the label service.kubernetes.io/headless',
    },
    {
      text:
        EXTERNAL + SLICE.replace('- addresses: [192.0.2.1]', '- addresses: [192.0.2.1, 192.0.2.2] # here'),
      change: 'set a number from 1 to 65535 for each port, and one address for each endpoint',
    },
  ],
  'wrong-pods-selected': [
    {
      text:
        SERVICE.replace('selector:', 'selector: # here') +
        DEPLOYMENT.replace('{app: a}', '{app: a, tier: web}') +
        DEPLOYMENT.replace('name: web', 'name: b').replace('8080', '9090'),
      change: 'add to the selector tier: web',
    },
  ],
  'endpoints-shadowed': [
    {
      text:
        SERVICE.replace('selector:', 'selector: # fix') +
        DEPLOYMENT +
        ENDPOINTS.replace('subsets:', 'subsets: # here'),
      change: 'remove the selector if these addresses are intended, else delete the',
    },
  ],
  'stateful-set-without-names': [
    {
      text:
        SERVICE.replace('spec:', 'spec:\n  clusterIP: None').replace('port: 80', 'port: 8080') +
        DEPLOYMENT.replace('Deployment', 'StatefulSet').replace('spec:', 'spec:\n  serviceName: db # here'),
      change: 'set serviceName: web',
    },
  ],
  'ingress-class-missing': [
    {
      text:
        SERVICE +
        DEPLOYMENT +
        ingress('name: web\n            port: {number: 80}').replace(
          'spec:',
          'spec:\n  ingressClassName: ngnix # here',
        ) +
        named('IngressClass', 'metadata: {name: nginx}\nspec: {controller: x}\n'),
      change: 'set ingressClassName: nginx',
    },
  ],
  'network-policy-peer-matches-nobody': [
    {
      text:
        SERVICE +
        DEPLOYMENT +
        named(
          'NetworkPolicy',
          'metadata: {name: np}\nspec:\n  podSelector: {}\n  ingress:\n  - from: # here\n    - podSelector: {matchLabels: {app: A}}\n',
        ),
      change: 'select Pods and namespaces that exist',
    },
  ],
  'probe-port-undeclared': [
    {
      text:
        SERVICE +
        DEPLOYMENT.replace('containers:', 'containers: # here').replace(
          '- name: main',
          '- name: main\n        readinessProbe: {httpGet: {port: health}}',
        ),
      change: 'correct the port of the probe, or declare it',
    },
  ],
  'endpoint-is-cluster-ip': PUBLISHED,
  'endpoint-listed-twice': [
    {
      text:
        EXTERNAL +
        SLICE.replace('endpoints:', 'endpoints: # here').replace(
          '- addresses: [192.0.2.1]',
          '- addresses: [192.0.2.1]\n- {addresses: [192.0.2.1], conditions: {ready: false}}',
        ),
      change: 'list each address once',
    },
  ],
  'endpoint-without-node': RUNNING,
  'load-balancer-nodes-excluded': 'of Nodes',
  'external-name-ports-ignored': [
    {
      text: `${NAME}  externalName: a.example\n  ports:\n  - port: 80\n    targetPort: 8080 # here\n`,
      change: 'use port 8080 in clients',
    },
  ],
  'port-dropped-by-apply': 'of what was applied',
  'traffic-distribution-ineffective': 'of Nodes',
  'port-name-mismatch': [
    {
      text:
        EXTERNAL.replace('- port: 80', '- name: http # here\n    port: 80') +
        ENDPOINTS.replace('8080}]', '8080}] # fix'),
      change: 'set name: http',
    },
    {
      text:
        EXTERNAL.replace('- port: 80', '- port: 80 # here') +
        SLICE.replace('- port: 8080', '- port: 8080\n  name: web # fix'),
      change: 'set name: ""',
    },
  ],
  'only-terminating-endpoints': PUBLISHED,
  'ip-family-unserved': RUNNING,
  'node-not-ready': 'of Nodes',
  'nodes-without-local-endpoints': 'of Nodes',
  'network-policy-admits-nobody': [
    {
      text:
        SERVICE +
        DEPLOYMENT +
        named('NetworkPolicy', 'metadata: {name: np}\nspec:\n  podSelector: {}\n  ingress: [] # here\n'),
      change: 'admit traffic to port 8080/TCP',
    },
    {
      text:
        SERVICE +
        DEPLOYMENT +
        named('NetworkPolicy', 'metadata: {name: np}\nspec: # here\n  podSelector: {}\n'),
      change: 'admit traffic to port 8080/TCP',
    },
  ],
  'protocol-mismatch': [
    {
      text:
        SERVICE.replace('- port: 80', '- port: 80\n    protocol: TCP # here') +
        DEPLOYMENT.replace('8080}', '8080, protocol: UDP}').replace('containers:', 'containers: # fix'),
      change: 'declare containerPort 8080 with protocol: TCP',
    },
    {
      text:
        SERVICE.replace('- port: 80', '- port: 80 # here') +
        DEPLOYMENT.replace('8080}', '8080, protocol: UDP}').replace('containers:', 'containers: # fix'),
      change: 'declare containerPort 8080 with protocol: TCP',
    },
  ],
  'load-balancer-pending': 'of what the cluster has given the Service',
  'external-name-is-ip': [
    {
      text: `${NAME}  externalName: 192.0.2.1 # here\n`,
      change:
        'replace it with the output of: kubectl endpoints create-external web -n default --ip 192.0.2.1 --port PORT --dry-run=client -o yaml',
    },
  ],
  'external-name-target-missing': [
    {
      text: `${NAME}  externalName: db.default.svc.cluster.local # here\n`,
      change: 'name an existing Service, or create Service db in namespace default',
    },
  ],
  'external-name-ignores-selector': [
    { text: `${NAME}  externalName: a.example\n  selector: {app: a} # here\n`, change: 'remove selector' },
  ],
  'orphan-endpoints': [
    {
      text: ENDPOINTS.replace('{name: web}', '{name: web} # here'),
      change: 'name an existing Service of the namespace, or delete the Endpoints',
    },
    {
      text: SLICE.replace('name: web}', 'name: web} # here'),
      change: 'name an existing Service of the namespace, or delete the EndpointSlice',
    },
  ],
  'ingress-backend-missing': [
    {
      text: SERVICE + DEPLOYMENT + ingress('name: webb # here\n            port: {number: 80}'),
      change: 'use an existing Service of the namespace and one of its ports',
    },
    {
      text: SERVICE + DEPLOYMENT + ingress('name: web\n            port: {number: 8080} # here'),
      change: 'set number: 80',
    },
    {
      text:
        SERVICE + DEPLOYMENT + ingress('name: web\n            port: # fix\n              name: http # here'),
      change: 'set port: {number: 80}',
    },
    {
      text:
        SERVICE +
        DEPLOYMENT +
        named(
          'Ingress',
          'metadata: {name: i}\nspec:\n  defaultBackend: {service: {name: none, port: {number: 1}}} # here\n',
        ),
      change: 'use an existing Service of the namespace and one of its ports',
    },
  ],
  'scaled-to-zero': [
    { text: SERVICE + DEPLOYMENT.replace('spec:', 'spec:\n  replicas: 0 # here'), change: 'set replicas: 1' },
  ],
  'selected-pods-not-in-input': [
    {
      text: `${SERVICE.replace('selector:', 'selector: # here').replace('app: a', 'prometheus: k8s')}${PROMETHEUS}`,
      change: 'correct the selector, unless this is intended',
    },
  ],
  'endpoints-not-in-input': [
    {
      text: EXTERNAL.replace('spec:', 'spec: # here'),
      change: 'add a selector, unless something else creates the endpoints',
    },
  ],
  'ingress-backend-not-in-input': [
    {
      text: ingress('name: gone # here\n            port: {number: 80}'),
      change: 'correct the name, unless this is intended',
    },
  ],
  'target-port-undeclared': [
    {
      text: SERVICE.replace('8080', '8081 # here') + DEPLOYMENT,
      change: 'target a port that the Pods declare, unless 8081 is intended',
    },
    {
      text: SERVICE.replace('- port: 80\n    targetPort: 8080', '- port: 80 # here') + DEPLOYMENT,
      change: 'target a port that the Pods declare, unless 80 is intended',
    },
  ],
  'port-number-differs': [
    { text: EXTERNAL.replace('8080', '8081 # here') + ENDPOINTS, change: '' },
    { text: EXTERNAL.replace('8080', '8081 # here') + SLICE, change: '' },
  ],
  'headless-port-differs': [
    {
      text:
        SERVICE.replace('- port: 80', '- port: 80 # here').replace('spec:', 'spec:\n  clusterIP: None') +
        DEPLOYMENT,
      change: '',
    },
  ],
  'selector-spans-workloads': [
    {
      text:
        SERVICE.replace('selector:', 'selector: # here') +
        DEPLOYMENT +
        DEPLOYMENT.replace('name: web', 'name: b'),
      change: 'select a label that only one Pod template has, unless this is intended',
    },
  ],
  'mixed-endpoint-sources': 'of slices in a cluster: in manifests it is endpoints-shadowed',
  'service-not-proxied': [
    {
      text:
        SERVICE.replace(
          'metadata:',
          'metadata:\n  labels:\n    service.kubernetes.io/service-proxy-name: lab # here',
        ) + DEPLOYMENT,
      change: 'remove the label service.kubernetes.io/service-proxy-name',
    },
  ],
};

const lineOf = (text: string, mark: string) => text.slice(0, text.indexOf(mark)).split('\n').length;

async function checked(stdin: string) {
  const { stdout } = await run(['check', '-f', '-', '-o', 'json'], { stdin });
  return JSON.parse(stdout);
}

test('each rule is decided', () => {
  expect(Object.keys(MANIFESTS).toSorted()).toEqual(RULES.map(({ name }) => name).toSorted());
});

const CASES = Object.entries(MANIFESTS).flatMap(([rule, cases]) =>
  typeof cases === 'string' ? [] : cases.map((one) => ({ rule, ...one })),
);

test.each(CASES)('$rule: $change', async ({ rule, text, change }) => {
  const { findings, skipped } = await checked(text);
  const found = findings.find(({ name }: { name: string }) => name === rule);
  expect(found).toMatchObject({ file: 'standard input', line: lineOf(text, '# here') });
  const fixed = text.includes('# fix') ? '# fix' : '# here';
  if (change !== '')
    expect(found.remedy.text).toMatch(`in standard input line ${lineOf(text, fixed)} ${change}`);
  for (const { remedy } of findings)
    expect(remedy).toMatchObject({ command: null, tested: remedy.kind === 'fix' });
  expect(skipped).toEqual([]);
});

describe('manifests that are right have no finding', () => {
  test.each([
    ['a workload', SERVICE + DEPLOYMENT],
    ['Endpoints', EXTERNAL + ENDPOINTS],
    ['an EndpointSlice', EXTERNAL + SLICE],
    ['an Ingress', SERVICE + DEPLOYMENT + ingress('name: web\n            port: {number: 80}')],
    ['a load balancer', SERVICE.replace('spec:', 'spec:\n  type: LoadBalancer') + DEPLOYMENT],
    ['a Local policy', SERVICE.replace('spec:', 'spec:\n  internalTrafficPolicy: Local') + DEPLOYMENT],
    [
      'both families',
      SERVICE.replace('spec:', 'spec:\n  ipFamilyPolicy: RequireDualStack\n  ipFamilies: [IPv4, IPv6]') +
        DEPLOYMENT,
    ],
    [
      'a readiness probe',
      SERVICE +
        DEPLOYMENT.replace('name: main', 'name: main\n        readinessProbe: {exec: {command: [no]}}'),
    ],
  ])('%s', async (_, text) => {
    const { findings, skipped, services } = await checked(text);
    expect({ findings, skipped }).toEqual({ findings: [], skipped: [] });
    expect(services).toMatchObject([{ status: 'Healthy' }]);
  });
});

describe('what is not there', () => {
  const hook = (name: string) =>
    DEPLOYMENT.replace('Deployment', 'Job')
      .replace('apps/', 'batch/')
      .replace('  name: web', `  name: ${name}\n  annotations: {helm.sh/hook: "test,post-install"}`)
      .replace('name: web, containerPort', 'name: other, containerPort');

  const hooked = (text: string) =>
    text.replace('  name: web', '  name: web\n  annotations: {helm.sh/hook: "post-install"}');

  test('hooks of Helm: they run, and are done', async () => {
    const named = SERVICE.replace('8080', 'web');
    expect((await checked(named + DEPLOYMENT + hook('b'))).findings).toEqual([]);
    const { findings } = await checked(named + hook('b'));
    expect(findings).toMatchObject([{ name: 'selected-pods-not-in-input', line: 6 }]);
    expect(findings[0].evidence).toEqual(['the input has no workload in namespace default']);
  });

  test.each([
    ['a workload that goes on running', (text: string) => SERVICE + text],
    [
      'a Pod of a Service that is one',
      (text: string) => hooked(SERVICE) + text.replace('Deployment', 'Job').replace('apps/', 'batch/'),
    ],
  ])('hooks that serve: %s', async (_, input) => {
    const { services, findings } = await checked(input(hooked(DEPLOYMENT)));
    expect(findings).toEqual([]);
    expect(services).toMatchObject([{ status: 'Healthy' }]);
  });

  test('an EndpointSlice that names a Pod of which nobody has heard: it is as somebody means it', async () => {
    const target = SLICE.replace(
      '- addresses: [192.0.2.1]',
      '- addresses: [192.0.2.1]\n  targetRef: {kind: Pod, name: p}',
    );
    expect((await checked(EXTERNAL + target)).findings).toEqual([]);
  });
});

test('a kind of the name that objects of JavaScript have', async () => {
  const own = DEPLOYMENT.replace('Deployment', 'constructor')
    .replace('apps/', 'example.com/')
    .replace(/ports:.*/s, '');
  const { findings } = await checked(SERVICE.replace('8080', 'http') + own);
  expect(findings).toMatchObject([{ name: 'target-port-unresolved', line: 10 }]);
  expect(findings[0].remedy.text).toMatch(/ line 21 declare a container port /);
  const { stderr } = await run(['check', '-f', '-'], {
    stdin: SERVICE + own.replace('containers:', 'hostNetwork: "no"\n      containers:'),
  });
  expect(stderr).toMatch('spec.template.spec.hostNetwork must be a boolean');
});

test('the nearest one is called what it is', async () => {
  const { findings } = await checked(SERVICE + DEPLOYMENT.replace('{app: a}', '{app: A}'));
  expect(findings[0].evidence).toEqual([
    'nearest: the Pod template of Deployment web: app is "A", not "a" (letter case)',
  ]);
});
