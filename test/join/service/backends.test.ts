/** The rows of the table of backends, and the counts made of them. */
import { describe, expect, test } from 'vitest';
import { publish } from '../../support/controllers.ts';
import { evaluateObjects, evaluateSnapshot, onlyService, snapshotWithout } from '../../support/evaluate.ts';
import {
  dualStack,
  endpoint,
  endpoints,
  headless,
  manifest,
  node,
  pod,
  type Raw,
  selectorless,
  service,
  slice,
  subset,
  workload,
} from '../../support/objects.ts';

const second = { ips: ['10.0.0.2'] };

async function rowsOf(...objects: Raw[]): Promise<string[]> {
  const { backends } = onlyService(await evaluateObjects(...objects));
  return backends.map(({ servicePort, pod, address, port, endpoints, endpointSlice, routable }) =>
    [servicePort, pod, address, port, endpoints, endpointSlice, routable].join(' '),
  );
}

const countsOf = async (...objects: Raw[]) =>
  onlyService(await evaluateObjects(...objects)).ports.map(
    ({ routable, backends }) => `${routable}/${backends}`,
  );

const ports = {
  ports: [
    { name: 'a', port: 1, targetPort: 10 },
    { name: 'b', port: 2, targetPort: 20 },
  ],
};

describe('rows', () => {
  test('one for each port and Pod, in the order of ports and names', async () => {
    const objects = publish(service(ports), node(), pod('b', second), pod('a'));
    expect(await rowsOf(...objects)).toEqual([
      '1 a 10.0.0.1 10 ready ready true',
      '1 b 10.0.0.2 10 ready ready true',
      '2 a 10.0.0.1 20 ready ready true',
      '2 b 10.0.0.2 20 ready ready true',
    ]);
  });

  test('a Pod without an address is one, a finished one is none', async () => {
    const objects = publish(service(), node(), pod('a1', { ips: [] }), pod('a2', { phase: 'Failed' }));
    expect(await rowsOf(...objects)).toEqual(['80 a1  8080 absent absent false']);
  });

  test('a terminating one is, while it has an address', async () => {
    const going = [pod('a1', { deleted: true }), pod('a2', { deleted: true, ips: [] })];
    expect(await rowsOf(...publish(service(), node(), ...going))).toEqual([
      '80 a1 10.0.0.1 8080 absent serving true',
    ]);
  });

  test('one for each family; Endpoints have the first only', async () => {
    const objects = publish(service(dualStack), node(), pod('a1', { ips: ['10.0.0.1', 'fd00::1'] }));
    expect(await rowsOf(...objects)).toEqual([
      '80 a1 10.0.0.1 8080 ready ready true',
      '80 a1 fd00::1 8080 absent ready true',
    ]);
  });

  test('an address that no port of the Service names stands under every port', async () => {
    expect(await rowsOf(selectorless(ports), slice([endpoint('10.0.0.9')], { ports: null }))).toEqual([
      '1  10.0.0.9  absent absent false',
      '2  10.0.0.9  absent absent false',
    ]);
  });

  test('one that some port names stands under that one only', async () => {
    const named = { ports: [{ name: 'b', port: 21 }] };
    expect(await rowsOf(selectorless(ports), slice([endpoint('10.0.0.9')], named))).toEqual([
      '2  10.0.0.9 21 absent ready true',
    ]);
  });

  test('one in Endpoints alone', async () => {
    const written = endpoints([subset(['10.0.0.8', '!10.0.0.9'])]);
    expect(await rowsOf(selectorless(), written)).toEqual([
      '80  10.0.0.8 8080 ready absent false',
      '80  10.0.0.9 8080 notReady absent false',
    ]);
  });

  test('one in Endpoints under another protocol is not published for the port', async () => {
    const written = endpoints([subset(['10.0.0.8'], [{ port: 8080, protocol: 'UDP' }])]);
    expect(await rowsOf(selectorless(), written)).toEqual(['80  10.0.0.8  absent absent false']);
  });

  test('an endpoint whose Pod does not exist keeps the name', async () => {
    const ghost = endpoint('10.0.0.9', 'TTF', {
      targetRef: { kind: 'Pod', name: 'ghost', namespace: 'default' },
    });
    const { backends } = onlyService(await evaluateObjects(selectorless(), slice([ghost])));
    expect(backends).toMatchObject([{ pod: 'ghost', podPhase: null, podReady: null, routable: true }]);
  });

  test('node and zone come from the Pod, else from the endpoint', async () => {
    const placed = endpoint('10.0.0.9', 'TTF', { nodeName: 'n2', zone: 'zb' });
    const { backends } = onlyService(
      await evaluateObjects(...publish(service(), node(), pod()), slice([placed])),
    );
    expect(backends.map(({ node, zone }) => [node, zone])).toEqual([
      ['n2', 'zb'],
      ['n1', 'za'],
    ]);
  });

  test('a Service that is a mere name has none', async () => {
    const name = selectorless({ type: 'ExternalName', externalName: 'a.b' });
    expect(await rowsOf(name, slice([endpoint('10.0.0.9')]))).toEqual([]);
  });

  test('a Pod template: supposed published', async () => {
    const { backends, ports } = onlyService(
      await evaluateObjects(manifest(service()), manifest(workload('Job', 'a'))),
    );
    expect(backends).toMatchObject([
      {
        pod: 'Job/a',
        address: null,
        port: 8080,
        routable: true,
        endpoints: 'unknown',
        endpointSlice: 'unknown',
      },
    ]);
    expect(ports).toMatchObject([{ routable: 1, backends: 1 }]);
  });
});

describe('kinds that were not read are unknown', () => {
  const given = publish(service(), node(), pod());
  const rowWithout = async (kind: string) =>
    onlyService(evaluateSnapshot(await snapshotWithout({ [kind]: 'forbidden' }, ...given))).backends[0];

  test('EndpointSlices', async () => {
    expect(await rowWithout('EndpointSlice')).toMatchObject({
      endpoints: 'ready',
      endpointSlice: 'unknown',
      routable: null,
    });
  });

  test('Endpoints', async () => {
    expect(await rowWithout('Endpoints')).toMatchObject({
      endpoints: 'unknown',
      endpointSlice: 'ready',
      routable: true,
    });
  });

  test('Pods', async () => {
    expect(await rowWithout('Pod')).toMatchObject({
      pod: 'a1',
      podPhase: null,
      podReady: null,
      routable: true,
    });
  });

  test('Nodes', async () => {
    expect(await rowWithout('Node')).toMatchObject({ node: 'n1', zone: null, routable: true });
  });
});

describe('counts are of Pods', () => {
  test('once across families', async () => {
    const pods = [pod('a1', { ips: ['10.0.0.1', 'fd00::1'] }), pod('a2', second)];
    expect(await countsOf(...publish(service(dualStack), node(), ...pods))).toEqual(['2/2']);
  });

  test('once across slices that give different numbers', async () => {
    const [svc, n1, a1, ...published] = publish(service(), node(), pod());
    const target = { targetRef: { kind: 'Pod', name: 'a1', namespace: 'default' } };
    const again = slice([endpoint('10.0.0.1', 'TTF', target)], {
      name: 'again',
      ports: [{ name: '', port: 9090 }],
    });
    expect(await countsOf(...([svc, n1, a1, ...published, again] as Raw[]))).toEqual(['1/1']);
  });

  test('of addresses where there is no Pod', async () => {
    expect(
      await countsOf(selectorless(), slice([endpoint('10.0.0.8'), endpoint('10.0.0.9', 'Fuu')])),
    ).toEqual(['1/2']);
  });

  test('for each port', async () => {
    const named = {
      ports: [
        { name: 'a', port: 80, targetPort: 'http' },
        { name: 'b', port: 81, targetPort: 9000 },
      ],
    };
    const pods = [
      pod('a1', { ports: [{ name: 'http', containerPort: 1 }] }),
      pod('a2', second),
      pod('a3', { ips: [] }),
    ];
    expect(await countsOf(...publish(service(named), node(), ...pods))).toEqual(['1/3', '2/3']);
  });

  test('headless without ports: the status tells', async () => {
    const service0 = service({ ...headless, ports: [] });
    const report = await evaluateObjects(...publish(service0, node(), pod()));
    expect(onlyService(report)).toMatchObject({ status: 'Healthy', ports: [] });
  });
});
