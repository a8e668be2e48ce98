/** JSON output has only the keys of its type, not those that a report has for text. */
import { expect, test } from 'vitest';
import type { Finding } from '../../../src/model/report/endpoints-report.ts';
import type { IngressReport } from '../../../src/model/report/ingress-report.ts';
import type {
  AddressReport,
  LookupReport,
  LookupRow,
  PodReport,
} from '../../../src/model/report/lookup-report.ts';
import { toJsonLookup } from '../../../src/render/json/lookup-json.ts';
import { toJsonReport } from '../../../src/render/json/report-json.ts';
import { publish } from '../../support/controllers.ts';
import { evaluateObjects } from '../../support/evaluate.ts';
import { pod, service } from '../../support/objects.ts';

const TEXT_ONLY = 'onlyTextNeedsIt';

/** Adds a key to every object in a report, except labels, whose keys are user-defined. */
function extended(value: unknown, key = ''): unknown {
  if (Array.isArray(value)) return value.map((item) => extended(item));
  if (value === null || typeof value !== 'object' || key === 'selector') return value;
  const entries = Object.entries(value).map(([name, item]) => [name, extended(item, name)]);
  return { ...Object.fromEntries(entries), [TEXT_ONLY]: '' };
}

const report = await evaluateObjects(
  ...publish(service(), pod('a', { ready: 'False', ips: ['10.0.0.1'] }), pod('b', { ips: ['10.0.0.2'] })),
);
const finding = report.findings[0] as Finding;
const [backend] = report.services[0]?.backends ?? [];

const row = {
  namespace: 'ns',
  service: 'web',
  via: 'selector',
  targetPort: 80,
  ...backend,
} as LookupRow;
const common: LookupReport = {
  apiVersion: 'kubectl-endpoints/v1',
  source: report.source,
  findings: [finding],
  skipped: [{ rule: 'x', reason: 'y' }],
  unread: [{ kind: 'Node', reason: 'z' }],
};

const pods: PodReport = {
  ...common,
  kind: 'PodReport',
  pods: [
    {
      namespace: 'ns',
      name: 'a',
      phase: 'Running',
      ready: true,
      podReason: '',
      since: null,
      node: null,
      zone: null,
      hostNetwork: false,
      terminating: false,
      addresses: ['10.0.0.1'],
      services: [row],
      almostSelectedBy: [
        {
          namespace: 'ns',
          service: 'web',
          difference: {
            key: 'app',
            wanted: 'web',
            has: null,
            similar: { key: 'App', value: 'web' },
            typo: 0,
          },
          pods: 1,
        },
      ],
      findings: [],
      age: null,
      servicesUnread: false,
      message: '',
      shownFindings: [finding],
    },
  ],
};

const addresses: AddressReport = {
  ...common,
  kind: 'AddressReport',
  addresses: [
    {
      address: '10.0.0.1',
      family: 'IPv4',
      owners: (['Pod', 'Node'] as const).map((kind) => ({
        kind,
        namespace: 'ns',
        name: 'a',
        as: 'podIP',
        ready: true,
        status: null,
        phase: 'Running',
        node: null,
        hostNetwork: false,
      })),
      services: [row],
      listedIn: [{ kind: 'Endpoints', namespace: 'ns', name: 'web' }],
      nodePorts: [
        { namespace: 'ns', service: 'web', portName: '', protocol: 'TCP', servicePort: 80, nodePort: 30080 },
      ],
      findings: [],
      shownFindings: [finding],
    },
  ],
};

const ingresses: IngressReport = {
  ...common,
  kind: 'IngressReport',
  ingresses: [
    {
      namespace: 'ns',
      name: 'shop',
      class: { name: 'nginx', source: 'spec', controller: 'example.com/nginx', exists: true },
      addresses: [],
      tls: [{ hosts: ['shop.example'], secretName: 'tls' }],
      paths: [
        {
          host: 'shop.example',
          path: '/',
          pathType: 'Prefix',
          defaultBackend: false,
          service: 'web',
          port: 80,
          resource: { apiGroup: 'example.com', kind: 'Bucket', name: 'files' },
          servicePort: { name: '', port: 80, protocol: 'TCP', targetPort: 80 },
          state: 'routed',
          routable: 1,
          backends: 2,
        },
      ],
      findings: [],
      shownFindings: [finding],
    },
  ],
  services: report.services,
};

test('of the Services', () => {
  expect(finding.rule).toBe('pod-not-ready');
  expect(toJsonReport(extended(report) as typeof report)).toEqual(toJsonReport(report));
  expect(JSON.stringify(toJsonReport(report))).not.toMatch(/"(cause|terminating|facts)"/);
});

test.each([pods, addresses, ingresses])('of a $kind', (lookup) => {
  const data = toJsonLookup(lookup);
  expect(toJsonLookup(extended(lookup) as typeof lookup)).toEqual(data);
  expect(JSON.stringify(data)).not.toMatch(/"(cause|told|age|servicesUnread|facts)"/);
});
