import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { inject, onTestFinished } from 'vitest';
import { connect } from '../../src/kube/connect.ts';
import type { Connection, ConnectionFlags } from '../../src/model/connection.ts';
import { UserError } from '../../src/model/errors.ts';
import type { FakeIO } from './fake-io.ts';
import { fakeIO } from './fake-io.ts';
import { remoteConnect } from './package/remote-connection.ts';

/** A directory with these files, until the test is over. */
export function directoryWith(files: Readonly<Record<string, string | object>>): string {
  const directory = mkdtempSync(join(tmpdir(), 'kubectl-endpoints-'));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  for (const [name, content] of Object.entries(files)) {
    const file = join(directory, name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content), { mode: 0o755 });
  }
  return directory;
}

/** A kubeconfig with one context, cluster and user, all of the same name. */
export const kubeconfig = (
  cluster: object,
  user: object | undefined = {},
  { name = 'a', context = {} }: { name?: string; context?: object | undefined } = {},
) => ({
  'current-context': name,
  contexts: [{ name, context: { cluster: name, user: name, ...context } }],
  clusters: [{ name, cluster }],
  users: [{ name, user }],
});

/** The connection that a kubeconfig and flags give. */
export function connectWith(config: object, flags: Partial<ConnectionFlags> = {}, io: FakeIO = fakeIO()) {
  const directory = directoryWith({ config });
  return connection({ verbosity: 0, kubeconfig: join(directory, 'config'), ...flags }, io);
}

/** In the project `package` the executable makes the connection, else this process. */
export const connector = inject('connector') ?? null;

function connection(flags: ConnectionFlags, io: FakeIO): Promise<Connection> {
  return connector ? remoteConnect(connector, flags, io) : connect(flags, io);
}

/** What the user would read; fails when nothing goes wrong. */
export async function errorLineOf(attempt: Promise<unknown>): Promise<string> {
  const outcome = await attempt.catch((error) => error);
  if (outcome instanceof UserError) return outcome.line;
  throw outcome instanceof Error ? outcome : new Error(`no error, but ${JSON.stringify(outcome)}`);
}
