/** Puts the Services and EndpointSlices of a recording on a real node, for kube-proxy alone to read. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { JsonReport } from '../../../../src/model/report/json-report.ts';
import type { Raw } from '../../objects.ts';
import { run } from '../../run-main.ts';
import { waitFor } from '../wait.ts';
import { type Comparison, compareWithRules, readLive, summed } from './compare-rules.ts';
import type { RealNode } from './real-node.ts';

type Fields = Record<string, unknown>;

const MANAGED_BY = 'endpointslice.kubernetes.io/managed-by';

export interface Recording {
  /** Begins the names of its namespaces on the node. */
  prefix: string;
  objects: readonly Raw[];
}

/** Relative to the root of the checkout. */
const FOLDERS = ['demo', 'test/clusters', 'test/field'];

export function readRecordings(): Recording[] {
  const root = join(import.meta.dirname, '../../../..');
  return FOLDERS.flatMap((folder) => {
    const files = readdirSync(join(root, folder)).filter((file) => /(?<!expected)\.json$/.test(file));
    return files.map((file) => ({
      prefix: file.replace('.json', ''),
      objects: JSON.parse(readFileSync(join(root, folder, file), 'utf8')).items,
    }));
  });
}

const replayedNamespace = ({ prefix }: Recording, namespace: string) => `${prefix}-${namespace}`;

/** Without selectors and owners, so that no controller changes them, and without values that a server assigns. */
function replayed(recording: Recording): Raw[] {
  return recording.objects.flatMap(({ apiVersion, kind, metadata, ...rest }) => {
    const { name, labels, namespace = 'default' } = metadata;
    const { [MANAGED_BY]: _, ...kept } = labels ?? {};
    const copied = { name, namespace: replayedNamespace(recording, namespace), labels: kept };
    const copy = { apiVersion, kind, metadata: copied };
    if (kind === 'Service') return [{ ...copy, spec: serviceSpec(rest.spec as Fields) }];
    return kind === 'EndpointSlice' ? [{ ...copy, ...slice(rest) }] : [];
  });
}

function serviceSpec({ type, clusterIP, ports, ...spec }: Fields): Fields {
  const { externalName, ipFamilies, ipFamilyPolicy, internalTrafficPolicy } = spec;
  const plain = { ports: ((ports ?? []) as Fields[]).map(({ nodePort: _, ...port }) => port) };
  if (type === 'ExternalName') return { ...plain, type, externalName };
  const headless = clusterIP === 'None' ? { clusterIP } : { internalTrafficPolicy };
  return { ...plain, ...headless, type: 'ClusterIP', ipFamilies, ipFamilyPolicy };
}

/** Hints name the Nodes and zones of another cluster. */
function slice({ addressType, endpoints, ports }: Fields): Fields {
  const copied = ((endpoints ?? []) as Fields[]).map(({ hints: _, ...endpoint }) => endpoint);
  return { addressType, ports, endpoints: copied };
}

/** Compares the reports of recordings with the rules that kube-proxy writes for their Services and slices. */
export async function compareReplayed(node: RealNode, recordings: readonly Recording[]): Promise<Comparison> {
  await replay(node, recordings);
  const live = await readLive(node);
  const reports: [Recording, JsonReport][] = [];
  for (const recording of recordings) reports.push([recording, await reportOf(recording)]);
  let last = summed([]);
  const compare = async () => {
    const rules = await node.proxyRules();
    const compared = reports.map(([recording, report]) =>
      compareWithRules(report, rules, ({ namespace, name }) =>
        live.get(`${replayedNamespace(recording, namespace)}/${name}`),
      ),
    );
    last = summed(compared);
    return last.differing.length === 0;
  };
  // kube-proxy follows.
  await waitFor(compare, { seconds: 15 }).catch(() => {});
  return last;
}

async function reportOf({ objects }: Recording): Promise<JsonReport> {
  const stdin = JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objects });
  const { stdout } = await run(['describe', 'svc', '-A', '-f', '-', '-o', 'json'], { stdin });
  return JSON.parse(stdout);
}

/** Creates the objects of all recordings. */
async function replay(node: RealNode, recordings: readonly Recording[]): Promise<void> {
  const objects = recordings.flatMap(replayed);
  const namespaces = new Set(objects.map(({ metadata }) => metadata.namespace ?? ''));
  const items = [
    ...[...namespaces].map((name) => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } })),
    ...objects,
  ];
  await node.create(...items);
}
