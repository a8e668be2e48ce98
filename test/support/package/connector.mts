/** Runs src/kube/connect.ts in an executable, controlled by lines of JSON, so that tests of connections can use it. */
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { connect } from '../../../src/kube/connect.ts';
import type { Connection } from '../../../src/model/connection.ts';
import type { ConnectorMessage, ConnectorRequest } from './remote-connection.ts';

const interrupted = new AbortController();
const send = (message: ConnectorMessage) => process.stdout.write(`${JSON.stringify(message)}\n`);
let connection: Connection | null = null;

for await (const line of createInterface({ input: process.stdin }))
  answer(JSON.parse(line) as ConnectorRequest);
if (process.stdout.writableLength > 0) await once(process.stdout, 'drain');
process.exit();

async function answer(request: ConnectorRequest): Promise<void> {
  if (request.do === 'interrupt') return interrupted.abort();
  if (request.do === 'close') return connection?.close();
  try {
    send({ id: request.id, value: await (request.do === 'connect' ? open(request) : sendRequest(request)) });
  } catch (error) {
    const { name, message } = error as Error;
    send({ id: request.id, error: { ...(error as Error), name, message } });
  }
}

async function open({ flags, io, terminals }: Extract<ConnectorRequest, { do: 'connect' }>) {
  const stderr = { write: (text: string) => send({ stderr: text }), isTTY: terminals.stderr };
  const stdin = Object.assign((async function* () {})(), { isTTY: terminals.stdin });
  const stdout = { write: () => true };
  connection = await connect(flags, { ...io, stdin, stdout, stderr, interrupted: interrupted.signal });
  const { context, server, namespace } = connection;
  return { context, server, namespace };
}

async function sendRequest({ method, path, body }: Extract<ConnectorRequest, { do: 'request' }>) {
  return connection?.request(method, path, body && { body });
}
