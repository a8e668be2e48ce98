import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { inject, onTestFinished } from 'vitest';
import { connect } from '../../src/kube/connect.ts';
import type { Connection, ConnectionFlags } from '../../src/model/connection.ts';
import { UserError } from '../../src/model/errors.ts';
import { type FakeIO, fakeIO } from './fake-io.ts';
import { remoteConnect } from './package/remote-connection.ts';

/** Creates a directory with these files until the end of the test. */
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

/** A kubeconfig with one context, cluster and user of the same name. */
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

/** Connects with a kubeconfig and flags. */
export function connectWith(config: object, flags: Partial<ConnectionFlags> = {}, io: FakeIO = fakeIO()) {
  const directory = directoryWith({ config });
  return connection({ verbosity: 0, kubeconfig: join(directory, 'config'), ...flags }, io);
}

/** The executable that makes connections in the project `package`; else null. */
export const connector = inject('connector') ?? null;

function connection(flags: ConnectionFlags, io: FakeIO): Promise<Connection> {
  return connector ? remoteConnect(connector, flags, io) : connect(flags, io);
}

/** The error line for the user. @throws {Error} if the attempt succeeds or fails otherwise */
export async function errorLineOf(attempt: Promise<unknown>): Promise<string> {
  const outcome = await attempt.catch((error) => error);
  if (outcome instanceof UserError) return outcome.fullMessage;
  throw outcome instanceof Error ? outcome : new Error(`no error, but ${JSON.stringify(outcome)}`);
}
