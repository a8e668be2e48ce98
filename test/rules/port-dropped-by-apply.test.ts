import { expect, test } from 'vitest';
import { publish } from '../support/controllers.ts';
import { evaluateObjects, onlyFinding, verdicts } from '../support/evaluate.ts';
import { node, pod, service } from '../support/objects.ts';

const RULE = 'port-dropped-by-apply';
const tcp = { name: 'tcp', port: 53, targetPort: 53, protocol: 'TCP' };
const udp = { name: 'udp', port: 53, targetPort: 53, protocol: 'UDP' };
const applied = (ports: object[]) => JSON.stringify({ kind: 'Service', spec: { ports } });

test.each<[string, string | undefined, object[], boolean]>([
  ['not applied', undefined, [udp], false],
  ['both there', applied([tcp, udp]), [tcp, udp], false],
  ['TCP lost', applied([tcp, udp]), [udp], true],
  ['UDP lost', applied([tcp, udp]), [tcp], true],
  ['without a protocol it is TCP', applied([{ name: 'tcp', port: 53 }, udp]), [udp], true],
  ['another number is another matter', applied([tcp, { ...udp, port: 54 }]), [tcp], false],
  ['no JSON', '{"UDP"', [tcp], false],
  ['JSON of something else', '["UDP"]', [tcp], false],
])('%s', async (_, annotation, ports, found) => {
  const annotations = { 'kubectl.kubernetes.io/last-applied-configuration': annotation };
  const web = service({ ports }, annotation === undefined ? {} : { annotations });
  const report = await evaluateObjects(...publish(web, node(), pod()));
  expect(verdicts(report)).toEqual(found ? [`info ${RULE} Service/web`] : []);
  if (found)
    expect(onlyFinding(report, RULE)).toMatchObject({
      message: expect.stringMatching(
        /^Service web lacks port (tcp \(53\/TCP\)|udp \(53\/UDP\)) of the manifest that was applied$/,
      ),
      fix: expect.stringContaining('kubectl apply --server-side'),
    });
});
