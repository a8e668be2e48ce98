/**
 * The decision table of the controllers, observed on a control plane 1.36.2: what Endpoints and slices
 * hold, and where kube-proxy (for a headless Service: DNS) sends a new connection. The tool looks from no Node
 * in particular: of the rows that do (7f) it says where connections can go at all, and what it finds.
 */
import { describe, expect, test } from 'vitest';
import { publish } from '../support/controllers.ts';
import { evaluateObjects, verdicts } from '../support/evaluate.ts';
import {
  CONTROLLER,
  type Conditions,
  dualStack,
  endpoint,
  endpoints,
  headless,
  MIRRORING,
  node,
  pod,
  type Raw,
  selectorless,
  service,
  slice,
  subset,
  toNamed,
} from '../support/objects.ts';

/**
 * The number of the row (with a letter for variants), the objects, Endpoints (R for ready, N for not ready),
 * EndpointSlices (ready, serving, terminating), routed addresses and, if relevant, findings. `now` has been published.
 */
type Row = [number | string, string, Raw[] | { now: Raw[] }, string, string, string, string[]?];

const n1 = node();
const web = (port: object = {}) => ({ ports: [{ name: 'web', containerPort: 8080, ...port }] });
const pnr = service({ publishNotReadyAddresses: true });
const [READY, PUBLISHED, ROUTED] = ['R 10.0.0.1:8080', 'TTF 10.0.0.1:8080', '10.0.0.1:8080'];
const DOWN = ['N 10.0.0.1:8080', 'FFF 10.0.0.1:8080', ''] as const;
const ABSENT = ['', '', ''] as const;

const onHost = { ips: ['192.168.1.5'], spec: { hostNetwork: true } };
const reject = pod('a2', { ips: ['169.254.7.7'] });

const podShape: Row[] = [
  [1, 'base', [service(), n1, pod()], READY, PUBLISHED, ROUTED],
  [2, 'Ready=False', [service(), n1, pod('a1', { ready: 'False' })], ...DOWN],
  [3, 'Ready=Unknown', [service(), n1, pod('a1', { ready: 'Unknown' })], ...DOWN],
  [4, 'no Ready condition', [service(), n1, pod('a1', { ready: null })], ...DOWN],
  [
    5,
    'phase Pending, Ready=True',
    [service(), n1, pod('a1', { phase: 'Pending' })],
    READY,
    PUBLISHED,
    ROUTED,
  ],
  [
    6,
    'phase Unknown, Ready=True',
    [service(), n1, pod('a1', { phase: 'Unknown' })],
    READY,
    PUBLISHED,
    ROUTED,
  ],
  [7, 'phase Succeeded', [service(), n1, pod('a1', { phase: 'Succeeded' })], ...ABSENT],
  [8, 'phase Failed', [service(), n1, pod('a1', { phase: 'Failed' })], ...ABSENT],
  [9, 'no podIP', [service(), n1, pod('a1', { ips: [] })], ...ABSENT],
  [
    10,
    'deleting, Ready=True, alone',
    [service(), n1, pod('a1', { deleted: true })],
    '',
    'FTT 10.0.0.1:8080',
    ROUTED,
  ],
  [
    11,
    'deleting, Ready=True, beside a ready one',
    [service(), n1, pod('a1', { deleted: true }), pod('a2', { ips: ['10.0.0.2'] })],
    'R 10.0.0.2:8080',
    'FTT 10.0.0.1:8080, TTF 10.0.0.2:8080',
    '10.0.0.2:8080',
  ],
  [
    12,
    'deleting, Ready=False',
    [service(), n1, pod('a1', { deleted: true, ready: 'False' })],
    '',
    'FFT 10.0.0.1:8080',
    '',
  ],
  [
    13,
    'Failed, deleting, publishNotReady',
    [pnr, n1, pod('a1', { deleted: true, phase: 'Failed' })],
    ...ABSENT,
  ],
  [
    14,
    'publishNotReady, Ready=False',
    [pnr, n1, pod('a1', { ready: 'False' })],
    READY,
    'TFF 10.0.0.1:8080',
    ROUTED,
  ],
  [
    15,
    'publishNotReady, deleting',
    [pnr, n1, pod('a1', { deleted: true })],
    READY,
    'TTT 10.0.0.1:8080',
    ROUTED,
  ],
  [
    16,
    'publishNotReady, deleting, Ready=False',
    [pnr, n1, pod('a1', { deleted: true, ready: 'False' })],
    READY,
    'TFT 10.0.0.1:8080',
    ROUTED,
  ],
  [17, 'publishNotReady, no IP', [pnr, n1, pod('a1', { ips: [] })], ...ABSENT],
  [
    18,
    'hostNetwork',
    [service(), n1, pod('a1', { ips: ['192.168.1.5'], spec: { hostNetwork: true } })],
    'R 192.168.1.5:8080',
    'TTF 192.168.1.5:8080',
    '192.168.1.5:8080',
  ],
  [
    19,
    'two hostNetwork Pods on a Node, one not ready',
    [service(), n1, pod('a1', onHost), pod('a2', { ...onHost, ready: 'False' })],
    'N 192.168.1.5:8080, R 192.168.1.5:8080',
    'FFF 192.168.1.5:8080, TTF 192.168.1.5:8080',
    '192.168.1.5:8080',
  ],
  [20, 'readiness gate unmet', [service(), n1, pod('a1', { ready: 'False', gates: ['a/b'] })], ...DOWN],
  [
    21,
    'hostname',
    [service(), n1, pod('a1', { spec: { hostname: 'h1', subdomain: 'web' } })],
    READY,
    PUBLISHED,
    ROUTED,
  ],
  [
    22,
    'hostname of another subdomain',
    [service(), n1, pod('a1', { spec: { hostname: 'h1', subdomain: 'other' } })],
    READY,
    PUBLISHED,
    ROUTED,
  ],
  [
    23,
    'a link-local address: nothing is written any more',
    { now: [...publish(service(), n1, pod()), reject] },
    READY,
    PUBLISHED,
    ROUTED,
    ['error pod-not-published Pod/a2'],
  ],
  [24, 'label not selected', [service(), n1, pod('a1', { labels: { app: 'b' } })], ...ABSENT],
  [25, 'another namespace', [service(), n1, pod('a1', { namespace: 'other' })], ...ABSENT],
  [26, 'selector {app: ""}', [service({ selector: { app: '' } }), n1, pod()], ...ABSENT],
];

const nodeShape: Row[] = [
  [27, 'node without zone', [service(), node('n1', { zone: '' }), pod()], READY, PUBLISHED, ROUTED],
  [28, 'Node missing', [service(), node('n2'), pod()], READY, '', ''],
  [29, 'Node missing, publishNotReady', [pnr, node('n2'), pod()], READY, PUBLISHED, ROUTED],
  [30, 'nodeName ""', [service(), n1, pod('a1', { node: '' })], ...ABSENT, ['error pod-not-ready Pod/a1']],
  [31, 'nodeName "", publishNotReady', [pnr, n1, pod('a1', { node: '' })], '', PUBLISHED, ROUTED, []],
  [
    32,
    'Node not Ready',
    [service(), node('n1', { ready: 'Unknown' }), pod('a1', { ready: 'False' })],
    ...DOWN,
  ],
  [
    33,
    'Node cordoned',
    [service(), { ...n1, spec: { unschedulable: true } }, pod()],
    READY,
    PUBLISHED,
    ROUTED,
  ],
];

const named = service(toNamed('web'));
const both = (second: number | string = 7000) => ({
  ports: [
    { name: 'a', port: 80, targetPort: 'web' },
    { name: 'b', port: 81, targetPort: second },
  ],
});
const initContainer = { name: 'init', ports: [{ name: 'web', containerPort: 9090 }] };
const dns = (protocol: string) => ({ name: protocol.toLowerCase(), port: 53, targetPort: 'dns', protocol });

const ports: Row[] = [
  [34, 'number, nothing declared', [service(), n1, pod('a1', { ports: [] })], READY, PUBLISHED, ROUTED],
  [35, 'name', [named, n1, pod('a1', web())], READY, PUBLISHED, ROUTED],
  [36, 'name not declared', [named, n1, pod()], '', 'TTF 10.0.0.1', ''],
  [37, 'name declared for UDP', [named, n1, pod('a1', web({ protocol: 'UDP' }))], '', 'TTF 10.0.0.1', ''],
  [
    38,
    'name in a sidecar',
    [named, n1, pod('a1', { initContainers: [{ ...initContainer, restartPolicy: 'Always' }] })],
    'R 10.0.0.1:9090',
    'TTF 10.0.0.1:9090',
    '10.0.0.1:9090',
  ],
  [
    39,
    'name in a plain init container',
    [named, n1, pod('a1', { initContainers: [initContainer] })],
    '',
    'TTF 10.0.0.1',
    '',
  ],
  [
    40,
    'different numbers',
    [named, n1, pod('a1', web()), pod('a2', { ips: ['10.0.0.2'], ...web({ containerPort: 9090 }) })],
    'R 10.0.0.1:8080, R 10.0.0.2:9090',
    'TTF 10.0.0.1:8080, TTF 10.0.0.2:9090',
    '10.0.0.1:8080 10.0.0.2:9090',
  ],
  [
    41,
    'one of two missing',
    [service(both()), n1, pod()],
    'R 10.0.0.1:7000',
    'TTF 10.0.0.1:7000',
    '10.0.0.1:7000',
  ],
  [
    42,
    'one of two missing in one Pod',
    [service(both()), n1, pod('a1', web()), pod('a2', { ips: ['10.0.0.2'] })],
    'R 10.0.0.1:7000, R 10.0.0.1:8080, R 10.0.0.2:7000',
    'TTF 10.0.0.1:7000, TTF 10.0.0.1:8080, TTF 10.0.0.2:7000',
    '10.0.0.1:7000 10.0.0.1:8080 10.0.0.2:7000',
  ],
  [
    43,
    'one name for UDP and TCP',
    [
      service({ ports: [dns('UDP'), dns('TCP')] }),
      n1,
      pod('a1', { ports: [{ name: 'dns', containerPort: 5353, protocol: 'UDP' }] }),
    ],
    'R 10.0.0.1:5353',
    'TTF 10.0.0.1:5353',
    '10.0.0.1:5353',
  ],
  [
    44,
    'no targetPort',
    [service({ ports: [{ port: 80 }] }), n1, pod()],
    'R 10.0.0.1:80',
    'TTF 10.0.0.1:80',
    '10.0.0.1:80',
  ],
  [
    45,
    'SCTP',
    [service(toNamed('web', 'SCTP')), n1, pod('a1', web({ protocol: 'SCTP' }))],
    READY,
    PUBLISHED,
    ROUTED,
  ],
  [
    46,
    'appProtocol',
    [service({ ports: [{ port: 80, targetPort: 8080, appProtocol: 'http' }] }), n1, pod()],
    READY,
    PUBLISHED,
    ROUTED,
  ],
  [
    47,
    'headless, no ports',
    [service({ ...headless, ports: [] }), n1, pod()],
    'R 10.0.0.1',
    'TTF 10.0.0.1',
    '10.0.0.1',
  ],
  [
    48,
    'headless, name not declared',
    [service({ ...headless, ...toNamed() }), n1, pod()],
    '',
    'TTF 10.0.0.1',
    '10.0.0.1',
  ],
];

const [v4v6, v6] = [{ ips: ['10.0.0.1', 'fd00::1'] }, { ips: ['fd00::1'] }];
const onlyV6 = { ipFamilies: ['IPv6'], clusterIP: 'fd00::7', clusterIPs: ['fd00::7'] };
const reversed = { ...dualStack, ipFamilies: ['IPv6', 'IPv4'], clusterIPs: ['fd00::7', '10.96.0.7'] };
const BOTH = ['TTF 10.0.0.1:8080, TTF [fd00::1]:8080', '10.0.0.1:8080 [fd00::1]:8080'] as const;
const OTHER = { managedBy: 'me', name: 'mine' };
const frozen = { managedBy: CONTROLLER, name: 'frozen' };

const at = (...ips: string[]) => subset(ips);
const ips = (count: number) =>
  Array.from({ length: count }, (_, index) => `10.1.${index >> 8}.${index & 255}`).sort();
const texts = (some: string[], before = '', glue = ', ') =>
  some
    .map((address) => `${before}${address}:8080`)
    .sort()
    .join(glue);
const crowd = [service(), n1, ...ips(1001).map((ip, index) => pod(`p${index}`, { ips: [ip] }))];
const truncated = { annotations: { 'endpoints.kubernetes.io/over-capacity': 'truncated' } };
const by = { targetRef: { kind: 'Pod', namespace: 'default', name: 'a1', uid: 'Pod-a1' } };
const its = (...endpoints: Record<string, unknown>[]) => slice(endpoints, { managedBy: CONTROLLER });

const families: Row[] = [
  [49, 'no Pod matches', [service(), n1], ...ABSENT],
  [50, 'selector {}', [service({ selector: {} }), n1, pod()], ...ABSENT],
  ['50b', 'selector null', [service({ selector: null }), n1, pod()], ...ABSENT],
  [
    51,
    'ExternalName with selector',
    [service({ type: 'ExternalName', externalName: 'a.b' }), n1, pod()],
    ...ABSENT,
  ],
  [
    52,
    'IPv6 Service',
    [service(onlyV6), n1, pod('a1', v4v6)],
    'R [fd00::1]:8080',
    'TTF [fd00::1]:8080',
    '[fd00::1]:8080',
  ],
  [53, 'IPv4 Service, IPv6 Pod', [service(), n1, pod('a1', v6)], ...ABSENT],
  [54, 'dual', [service(dualStack), n1, pod('a1', v4v6)], READY, ...BOTH],
  [55, 'dual, IPv6 first', [service(reversed), n1, pod('a1', v4v6)], 'R [fd00::1]:8080', ...BOTH],
  [56, 'dual, IPv4 Pod', [service(dualStack), n1, pod()], READY, PUBLISHED, ROUTED],
  [57, 'no longer dual', [service(), n1, pod('a1', v4v6)], READY, PUBLISHED, ROUTED],
  [
    58,
    '1001 addresses',
    {
      now: [
        ...publish(...crowd).filter(({ kind }) => kind !== 'Endpoints'),
        endpoints([at(...ips(1001).slice(0, 1000))], truncated),
      ],
    },
    texts(ips(1001).slice(0, 1000), 'R '),
    texts(ips(1001), 'TTF '),
    texts(ips(1001), '', ' '),
    ['warning endpoints-truncated Endpoints/web'],
  ],
  [
    59,
    'labels of the Service',
    [service({}, { labels: { team: 'a' } }), n1, pod()],
    READY,
    PUBLISHED,
    ROUTED,
  ],
  [
    61,
    'changed to ExternalName',
    [
      service({ type: 'ExternalName', externalName: 'a.b' }),
      n1,
      pod(),
      endpoints([subset(['10.0.0.1'])]),
      slice([endpoint('10.0.0.1', 'TTF')], frozen),
    ],
    READY,
    PUBLISHED,
    '',
  ],
  [
    62,
    'one more address in its Endpoints',
    {
      now: [
        service(),
        n1,
        pod(),
        its(endpoint('10.0.0.1', 'TTF', by)),
        endpoints([at('10.0.0.1', '10.0.0.9')]),
      ],
    },
    'R 10.0.0.1:8080, R 10.0.0.9:8080',
    PUBLISHED,
    ROUTED,
  ],
  [
    63,
    'one more endpoint in its slice, for a second',
    {
      now: [
        ...[service(), n1, pod(), endpoints([at('10.0.0.1')])],
        its(endpoint('10.0.0.1', 'TTF', by), endpoint('10.0.0.9', 'TTF')),
      ],
    },
    READY,
    'TTF 10.0.0.1:8080, TTF 10.0.0.9:8080',
    '10.0.0.1:8080 10.0.0.9:8080',
  ],
  [
    64,
    'a slice of another manager beside',
    [service(), n1, pod(), slice([endpoint('10.0.0.9')], OTHER)],
    READY,
    'TTF 10.0.0.1:8080, uuu 10.0.0.9:8080',
    '10.0.0.1:8080 10.0.0.9:8080',
  ],
  [
    65,
    'service-proxy-name',
    [service({}, { labels: { 'service.kubernetes.io/service-proxy-name': 'x' } }), n1, pod()],
    READY,
    PUBLISHED,
    ROUTED,
  ],
];

const external = selectorless();
const on = (ips: string[], ...ports: object[]) => subset(ips, ports as Record<string, unknown>[]);
const label = (name: string, value: string) => ({ labels: { [name]: value } });
const SKIP = 'endpointslice.kubernetes.io/skip-mirror';
const ip = '10.0.0.1';

const mirrored: Row[] = [
  [
    60,
    'selector removed: frozen, and mirrored',
    [external, endpoints([at(ip)]), slice([endpoint(ip, 'TTF')], frozen)],
    READY,
    'TTF 10.0.0.1:8080, Tuu 10.0.0.1:8080',
    ROUTED,
  ],
  [66, 'one address', [external, endpoints([at(ip)])], READY, 'Tuu 10.0.0.1:8080', ROUTED],
  [67, 'not ready', [external, endpoints([at(`!${ip}`)])], 'N 10.0.0.1:8080', 'Fuu 10.0.0.1:8080', ''],
  [
    68,
    'in both lists',
    [external, endpoints([at(ip, `!${ip}`)])],
    'N 10.0.0.1:8080, R 10.0.0.1:8080',
    'Fuu 10.0.0.1:8080',
    '',
  ],
  [
    69,
    'both families, Service IPv4',
    [external, endpoints([at(ip, 'fd00::1')])],
    'R 10.0.0.1:8080, R [fd00::1]:8080',
    'Tuu 10.0.0.1:8080, Tuu [fd00::1]:8080',
    ROUTED,
  ],
  [
    70,
    'both families, dual',
    [selectorless(dualStack), endpoints([at(ip, 'fd00::1')])],
    'R 10.0.0.1:8080, R [fd00::1]:8080',
    'Tuu 10.0.0.1:8080, Tuu [fd00::1]:8080',
    BOTH[1],
  ],
  [
    71,
    'port name differs',
    [selectorless({ ports: [{ name: 'pg', port: 80 }] }), endpoints([on([ip], { name: 'db', port: 8080 })])],
    READY,
    'Tuu 10.0.0.1:8080',
    '',
  ],
  [
    72,
    'protocol differs',
    [external, endpoints([on([ip], { port: 8080, protocol: 'UDP' })])],
    READY,
    'Tuu 10.0.0.1:8080',
    '',
  ],
  [
    73,
    'named here, unnamed there',
    [external, endpoints([on([ip], { name: 'db', port: 8080 })])],
    READY,
    'Tuu 10.0.0.1:8080',
    '',
  ],
  [
    74,
    'one name, two protocols',
    [external, endpoints([on([ip], { port: 53 }, { port: 53, protocol: 'UDP' })])],
    'R 10.0.0.1:53, R 10.0.0.1:53',
    '',
    '',
  ],
  [
    75,
    'one address, unnamed 80 and 81',
    [external, endpoints([on([ip], { port: 80 }), on([ip], { port: 81 })])],
    'R 10.0.0.1:80, R 10.0.0.1:81',
    '',
    '',
  ],
  [
    76,
    'two addresses, unnamed 80 and 81',
    [external, endpoints([on([ip], { port: 80 }), on(['10.0.0.2'], { port: 81 })])],
    'R 10.0.0.1:80, R 10.0.0.2:81',
    'Tuu 10.0.0.1:80, Tuu 10.0.0.2:81',
    '10.0.0.1:80 10.0.0.2:81',
  ],
  [77, 'skip-mirror "true"', [external, endpoints([at(ip)], label(SKIP, 'true'))], READY, '', ''],
  [
    78,
    'skip-mirror "True"',
    [external, endpoints([at(ip)], label(SKIP, 'True'))],
    READY,
    'Tuu 10.0.0.1:8080',
    ROUTED,
  ],
  [
    79,
    'leader annotation',
    [external, endpoints([at(ip)], { annotations: { 'control-plane.alpha.kubernetes.io/leader': '{}' } })],
    READY,
    '',
    '',
  ],
  [
    80,
    'headless label',
    [external, endpoints([at(ip)], label('service.kubernetes.io/headless', ''))],
    READY,
    'Tuu 10.0.0.1:8080',
    '',
  ],
  [
    82,
    'ExternalName',
    [selectorless({ type: 'ExternalName', externalName: 'a.b' }), endpoints([at(ip)])],
    READY,
    'Tuu 10.0.0.1:8080',
    '',
  ],
  [
    81,
    'no Service',
    [endpoints([at(ip)], { name: 'gone' })],
    READY,
    '',
    '',
    ['warning orphan-endpoints Endpoints/gone'],
  ],
  [
    83,
    '1100 addresses',
    [external, endpoints([at(...ips(1100))])],
    texts(ips(1100), 'R '),
    texts(ips(1100).slice(0, 1000), 'Tuu '),
    texts(ips(1100).slice(0, 1000), '', ' '),
  ],
  [84, 'no subsets', [external, endpoints([])], ...ABSENT],
  [
    85,
    'headless, no ports',
    [selectorless({ ...headless, ports: [] }), endpoints([on([ip])])],
    'R 10.0.0.1',
    'Tuu 10.0.0.1',
    '10.0.0.1',
  ],
  [
    97,
    'and an equal slice',
    [external, endpoints([at(ip)]), slice([endpoint(ip)], OTHER)],
    READY,
    'Tuu 10.0.0.1:8080, uuu 10.0.0.1:8080',
    ROUTED,
  ],
];

const port = (number: number | null) => ({ ports: [{ name: '', port: number, protocol: 'TCP' }] });

const direct: Row[] = [
  [86, 'conditions omitted', [external, slice([endpoint(ip)])], '', 'uuu 10.0.0.1:8080', ROUTED],
  [87, 'no service-name label', [external, slice([endpoint(ip)], { service: '' })], ...ABSENT],
  [88, 'ports null', [external, slice([endpoint(ip)], { ports: null })], '', 'uuu 10.0.0.1', ''],
  [
    '88b',
    'ports null, headless',
    [selectorless(headless), slice([endpoint(ip)], { ports: null })],
    '',
    'uuu 10.0.0.1',
    '10.0.0.1',
  ],
  [89, 'port null', [external, slice([endpoint(ip)], port(null))], '', 'uuu 10.0.0.1:null', ''],
  ['89b', 'port 0', [external, slice([endpoint(ip)], port(0))], '', 'uuu 10.0.0.1:0', ''],
  [90, 'port 70000', [external, slice([endpoint(ip)], port(70000))], '', 'uuu 10.0.0.1:70000', ''],
  [
    91,
    'FQDN',
    [external, slice([endpoint('db.example.com')], { addressType: 'FQDN' })],
    '',
    'uuu db.example.com:8080',
    '',
  ],
  [
    92,
    'IPv6 for an IPv4 Service',
    [external, slice([endpoint('fd00::1')], { addressType: 'IPv6' })],
    '',
    'uuu [fd00::1]:8080',
    '',
  ],
  [
    93,
    'two addresses',
    [external, slice([endpoint([ip, '10.0.0.2'])])],
    '',
    'uuu 10.0.0.1:8080, uuu 10.0.0.2:8080',
    ROUTED,
  ],
  [
    '93b',
    'two addresses, headless',
    [selectorless({ ...headless, ports: [] }), slice([endpoint([ip, '10.0.0.2'])], { ports: null })],
    '',
    'uuu 10.0.0.1, uuu 10.0.0.2',
    '10.0.0.1 10.0.0.2',
  ],
  [
    94,
    'managed by the mirroring controller',
    [external, slice([endpoint(ip)], { managedBy: MIRRORING })],
    ...ABSENT,
  ],
  [
    95,
    'managed by the controller, selectorless',
    [external, slice([endpoint(ip)], frozen)],
    '',
    'uuu 10.0.0.1:8080',
    ROUTED,
  ],
  [
    96,
    'managed by the controller, with a selector',
    [service(), n1, pod(), slice([endpoint('10.0.0.9')], { ...frozen, owner: 'another' })],
    READY,
    PUBLISHED,
    ROUTED,
  ],
  [
    98,
    'ready=false, terminating, serving unset',
    [external, slice([endpoint(ip, 'FuT')])],
    '',
    'FuT 10.0.0.1:8080',
    ROUTED,
  ],
  [
    115,
    'the same twice, one terminating',
    [external, slice([endpoint(ip, 'FTT'), endpoint(ip, 'TTF')])],
    '',
    'FTT 10.0.0.1:8080, TTF 10.0.0.1:8080',
    ROUTED,
  ],
  [
    '115b',
    'the same twice, the living one not ready',
    [external, slice([endpoint(ip, 'FTT'), endpoint(ip, 'FFF')])],
    '',
    'FFF 10.0.0.1:8080, FTT 10.0.0.1:8080',
    '',
  ],
  [
    116,
    'one name, two numbers',
    [external, slice([endpoint(ip)], port(80)), slice([endpoint(ip)], { name: 'web-2', ...port(81) })],
    '',
    'uuu 10.0.0.1:80, uuu 10.0.0.1:81',
    '10.0.0.1:80 10.0.0.1:81',
  ],
];

const n2 = node('n2', { zone: 'zb' });
const local = service({ internalTrafficPolicy: 'Local' });
const fromOutside = service({ type: 'NodePort', externalTrafficPolicy: 'Local' });
const [here, there] = [(shape = {}) => pod('a1', shape), pod('a2', { ips: ['10.0.0.2'], node: 'n2' })];
const [SECOND, WARNS] = ['R 10.0.0.2:8080', 'warning nodes-without-local-endpoints Service/web'];
const BESIDE = 'TTF 10.0.0.2:8080';
const INFORMS = 'info nodes-without-local-endpoints Service/web';
const forZones = (...names: string[]) => ({ hints: { forZones: names.map((name) => ({ name })) } });
const forNodes = (name: string) => ({ hints: { forNodes: [{ name }], ...forZones('za').hints } });
const hinted = (...endpoints: Record<string, unknown>[]) => [external, n1, n2, slice(endpoints)];
const [one, two] = [
  (hints = {}, conditions: Conditions = 'TTF') =>
    endpoint('10.0.0.1', conditions, { nodeName: 'n1', ...hints }),
  (hints = {}, conditions: Conditions = 'TTF') =>
    endpoint('10.0.0.2', conditions, { nodeName: 'n2', ...hints }),
];
const TWO = [
  '',
  'TTF 10.0.0.1:8080, TTF 10.0.0.2:8080',
  '10.0.0.1:8080 10.0.0.2:8080',
  [] as string[],
] as const;

/** A condition of one Node leaves backends routable; a finding says which connections are dropped. */
const perNode: Row[] = [
  [99, 'Local, ready on both', [local, n1, n2, here(), there], `${READY}, ${SECOND}`, TWO[1], TWO[2], []],
  [100, 'Local, ready elsewhere', [local, n1, n2, there], SECOND, BESIDE, '10.0.0.2:8080', [WARNS]],
  [
    101,
    'Local, on no Node',
    [selectorless({ internalTrafficPolicy: 'Local' }), n1, slice([endpoint(ip)])],
    '',
    'uuu 10.0.0.1:8080',
    '',
    ['error nodes-without-local-endpoints Service/web', 'warning endpoint-without-node Service/web'],
  ],
  [
    102,
    'Local, terminating here',
    [local, n1, n2, here({ deleted: true }), there],
    SECOND,
    `FTT 10.0.0.1:8080, ${BESIDE}`,
    '10.0.0.2:8080',
    [],
  ],
  [
    103,
    'Local, not ready here',
    [local, n1, n2, here({ ready: 'False' }), there],
    `${DOWN[0]}, ${SECOND}`,
    `${DOWN[1]}, ${BESIDE}`,
    '10.0.0.2:8080',
    [WARNS, 'warning pod-not-ready Pod/a1'],
  ],
  [
    104,
    'Local, ready nowhere',
    [local, n1, n2, here({ ready: 'False' })],
    ...DOWN,
    ['error pod-not-ready Pod/a1'],
  ],
  [
    105,
    'external Local, ready elsewhere',
    [fromOutside, n1, n2, there],
    SECOND,
    BESIDE,
    '10.0.0.2:8080',
    [INFORMS],
  ],
  [
    106,
    'external Local, terminating here',
    [fromOutside, n1, n2, here({ deleted: true }), there],
    SECOND,
    `FTT 10.0.0.1:8080, ${BESIDE}`,
    '10.0.0.2:8080',
    [],
  ],
  [107, 'a zone each', hinted(one(forZones('za')), two(forZones('zb'))), ...TWO],
  [108, 'zones of no Node', hinted(one(forZones('zc')), two(forZones('zd'))), ...TWO],
  [109, 'one without a zone', hinted(one(forZones('za')), two()), ...TWO],
  [
    110,
    'one without a zone, not ready',
    hinted(one(forZones('za')), two({}, 'FFF')),
    '',
    'FFF 10.0.0.2:8080, TTF 10.0.0.1:8080',
    ROUTED,
    [],
  ],
  [111, 'a node each', hinted(one(forNodes('n1')), two(forNodes('n2'))), ...TWO],
  [112, 'another node, its zone', hinted(one(forNodes('n3')), two(forNodes('n4'))), ...TWO],
  [
    113,
    'zones, all terminating',
    hinted(one(forZones('za'), 'FTT'), two(forZones('zb'), 'FTT')),
    '',
    'FTT 10.0.0.1:8080, FTT 10.0.0.2:8080',
    TWO[2],
    ['warning only-terminating-endpoints Service/web'],
  ],
  [
    114,
    'Local, the zone of another',
    [
      selectorless({ internalTrafficPolicy: 'Local' }),
      n1,
      n2,
      slice([one(forZones('zb')), two(forZones('za'))]),
    ],
    ...TWO,
  ],
];

const tables = { podShape, nodeShape, ports, families, mirrored, direct, perNode };

test('the table has each of its 116 rows, once', () => {
  const numbers = Object.values(tables).flatMap((rows) => rows.map(([number]) => number));
  const whole = numbers.filter((number) => typeof number === 'number').toSorted((a, b) => a - b);
  expect(whole).toEqual(Array.from({ length: 116 }, (_, index) => index + 1));
});

describe.each(Object.entries(tables))('%s', (_, rows) => {
  test.each(rows)('%s: %s', async (_, __, given, endpoints, slices, routed, findings) => {
    const objects = 'now' in given ? given.now : publish(...given);
    expect(endpointsText(objects)).toBe(endpoints);
    expect(slicesText(objects)).toBe(slices);
    const report = await evaluateObjects(...objects, pod('unrelated', { labels: {} }));
    const sent = report.services
      .flatMap(({ backends }) => backends ?? [])
      .filter(({ routable }) => routable)
      .map(({ address, port }) => socket(address ?? '', port ?? ''));
    expect(sent.sort().join(' ')).toBe(routed);
    if (findings) expect(verdicts(report)).toEqual(findings);
  });
});

function socket(address: string, port: number | string): string {
  if (port === '') return address;
  return address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;
}

function endpointsText(objects: Raw[]): string {
  type Subset = Record<'addresses' | 'notReadyAddresses', { ip: string }[]> & { ports: { port: number }[] };
  const subsets = objects
    .filter(({ kind }) => kind === 'Endpoints')
    .flatMap(({ subsets }) => (subsets ?? []) as Subset[]);
  const texts = subsets.flatMap(({ addresses = [], notReadyAddresses = [], ports }) =>
    (ports.length > 0 ? ports : [{ port: '' }]).flatMap(({ port }) => [
      ...addresses.map(({ ip }) => `R ${socket(ip, port)}`),
      ...notReadyAddresses.map(({ ip }) => `N ${socket(ip, port)}`),
    ]),
  );
  return texts.sort().join(', ');
}

function slicesText(objects: Raw[]): string {
  type Published = { addresses: string[]; conditions: Record<string, boolean | undefined> };
  const letters = ({ ready, serving, terminating }: Published['conditions']) =>
    [ready, serving, terminating].map((is) => (is === undefined ? 'u' : is ? 'T' : 'F')).join('');
  const texts = objects
    .filter(
      ({ kind, metadata }) => kind === 'EndpointSlice' && metadata.labels?.['kubernetes.io/service-name'],
    )
    .flatMap(({ endpoints, ports }) =>
      ((ports ?? [{ port: '' }]) as { port: number | string }[]).flatMap(({ port }) =>
        ((endpoints ?? []) as Published[]).flatMap(({ addresses, conditions }) =>
          addresses.map((address) => `${letters(conditions)} ${socket(address, port)}`),
        ),
      ),
    );
  return texts.sort().join(', ');
}
