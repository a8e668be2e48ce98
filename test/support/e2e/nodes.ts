import type { Client } from './client.ts';
import { node, nodes } from './live-objects.ts';

/** Adds the Nodes and keeps them Ready, as kubelets do. @returns a function that removes them */
export async function addNodes(client: Client): Promise<() => Promise<void>> {
  const path = (name: string) => `/api/v1/nodes/${name}`;
  const each = (act: (name: (typeof nodes)[number], index: number) => Promise<unknown>) =>
    Promise.all(nodes.map(act));
  const heartbeat = () =>
    each((name, index) => {
      const { status } = node(name, `zone-${index + 1}`);
      return client.request('PATCH', `${path(name)}/status`, { status });
    });

  await each(async (name, index) => {
    const exists = await client.find(path(name));
    return exists ?? client.request('POST', '/api/v1/nodes', node(name, `zone-${index + 1}`));
  });
  await heartbeat();
  const timer = setInterval(() => heartbeat().catch(() => {}), 10_000);
  return async () => {
    clearInterval(timer);
    await each((name) => client.send('DELETE', path(name)));
  };
}
