/** src/kube/connect.ts as an executable, line by line in JSON: the tests of connections run on it as well. */
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { connect } from '../../../src/kube/connect.ts';
import type { Connection } from '../../../src/model/connection.ts';
import type { ConnectorMessage, ConnectorRequest } from './remote-connection.ts';

const interrupted = new AbortController();
const tell = (told: ConnectorMessage) => process.stdout.write(`${JSON.stringify(told)}\n`);
let connection: Connection | null = null;

for await (const line of createInterface({ input: process.stdin }))
  answer(JSON.parse(line) as ConnectorRequest);
if (process.stdout.writableLength > 0) await once(process.stdout, 'drain');
process.exit();

async function answer(asked: ConnectorRequest): Promise<void> {
  if (asked.do === 'interrupt') return interrupted.abort();
  if (asked.do === 'close') return connection?.close();
  try {
    tell({ id: asked.id, value: await (asked.do === 'connect' ? open(asked) : send(asked)) });
  } catch (error) {
    const { name, message } = error as Error;
    tell({ id: asked.id, error: { ...(error as Error), name, message } });
  }
}

async function open({ flags, io, terminals }: Extract<ConnectorRequest, { do: 'connect' }>) {
  const stderr = { write: (text: string) => tell({ stderr: text }), isTTY: terminals.stderr };
  const stdin = Object.assign((async function* () {})(), { isTTY: terminals.stdin });
  const stdout = { write: () => true };
  connection = await connect(flags, { ...io, stdin, stdout, stderr, interrupted: interrupted.signal });
  const { context, server, namespace } = connection;
  return { context, server, namespace };
}

async function send({ method, path, body }: Extract<ConnectorRequest, { do: 'request' }>) {
  return connection?.request(method, path, body && { body });
}
