/** Writes a cluster to a file as `kubectl get svc,endpoints,endpointslices,nodes,pods -A -o json` does. */
import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import type { KubernetesObject, V1Pod } from '@kubernetes/client-node';
import { nodes, podAt, type Size, services } from './objects.ts';
import { endpointsFor, slicesFor } from './published.ts';
import { recordedNode, recordedPod, recordedService } from './recorded.ts';

export async function writeListFile(path: string, size: Size, signal: AbortSignal): Promise<void> {
  await pipeline(text(size), createWriteStream(path), { signal });
}

const INDENT = 4;

function* text(size: Size): Generator<string> {
  yield '{\n    "apiVersion": "v1",\n    "items": [';
  let separator = '\n';
  for (const object of objects(size)) {
    const lines = JSON.stringify(sorted(object), null, INDENT).split('\n');
    yield separator + lines.map((line) => ' '.repeat(2 * INDENT) + line).join('\n');
    separator = ',\n';
  }
  yield '\n    ],\n    "kind": "List",\n    "metadata": {\n        "resourceVersion": ""\n    }\n}\n';
}

function* objects(size: Size): Generator<KubernetesObject> {
  const ofCluster = { services: services(size).map(recordedService), nodes: nodes(size).map(recordedNode) };
  const zones = new Map(
    ofCluster.nodes.map(({ metadata }) => [metadata?.name, metadata?.labels?.[ZONE] ?? '']),
  );
  const zoneOf = (node: string) => zones.get(node) ?? '';
  yield* ofCluster.services;
  for (const [nth, service] of ofCluster.services.entries())
    yield endpointsFor(service, podsOf(nth, size), nth);
  for (const [nth, service] of ofCluster.services.entries())
    yield* slicesFor(service, podsOf(nth, size), nth, zoneOf);
  yield* ofCluster.nodes;
  for (let nth = 0; nth < size.pods; nth += 1) yield recordedPod(podAt(nth, size), nth);
}

const ZONE = 'topology.kubernetes.io/zone';

function podsOf(service: number, size: Size): V1Pod[] {
  const pods: V1Pod[] = [];
  for (let nth = service; nth < size.pods; nth += size.services)
    pods.push(recordedPod(podAt(nth, size), nth));
  return pods;
}

/** Sorts keys alphabetically, as kubectl does. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== 'object') return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, inner]) => [key, sorted(inner)]));
}
