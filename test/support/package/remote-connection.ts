/** Controls connector.mts. */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { onTestFinished } from 'vitest';
import type { Connection, ConnectionFlags, RequestBody } from '../../../src/model/connection.ts';
import { ConnectionError, StatusError, UserError } from '../../../src/model/errors.ts';
import type { IO } from '../../../src/model/io.ts';

type Plain = Omit<IO, 'stdin' | 'stdout' | 'stderr' | 'interrupted'>;

export type ConnectorRequest =
  | {
      do: 'connect';
      id: number;
      flags: ConnectionFlags;
      io: Plain;
      terminals: { stdin: boolean; stderr: boolean };
    }
  | { do: 'request'; id: number; method: string; path: string; body?: RequestBody }
  | { do: 'interrupt' }
  | { do: 'close' };

export type ConnectorMessage =
  | { id: number; value: unknown }
  | { id: number; error: { name: string; message: string } }
  | { stderr: string };

const ERRORS: Record<string, { prototype: object }> = { UserError, ConnectionError, StatusError };

/** Opens a connection in the executable, which ends with the test. */
export async function remoteConnect(executable: string, flags: ConnectionFlags, io: IO): Promise<Connection> {
  const child = spawn(executable, { stdio: ['pipe', 'pipe', 'inherit'] });
  onTestFinished(() => void child.kill());
  const waiting = new Map<number, PromiseWithResolvers<unknown>>();
  const ask = (asked: ConnectorRequest) => child.stdin.write(`${JSON.stringify(asked)}\n`);
  const call = (asked: (id: number) => ConnectorRequest) => {
    const id = waiting.size;
    const answer = Promise.withResolvers<unknown>();
    waiting.set(id, answer);
    ask(asked(id));
    return answer.promise;
  };
  child.stdin.on('error', () => {});
  createInterface({ input: child.stdout }).on('line', (line) => {
    const told: ConnectorMessage = JSON.parse(line);
    if ('stderr' in told) io.stderr.write(told.stderr);
    else if ('error' in told) waiting.get(told.id)?.reject(deserializeError(told.error));
    else waiting.get(told.id)?.resolve(told.value);
  });
  const { stdin, stdout: _, stderr, interrupted, ...plain } = io;
  interrupted.addEventListener('abort', () => ask({ do: 'interrupt' }));
  const terminals = { stdin: stdin.isTTY === true, stderr: stderr.isTTY === true };
  const facts = await call((id) => ({ do: 'connect', id, flags, io: plain, terminals }));
  return {
    ...(facts as Pick<Connection, 'context' | 'server' | 'namespace'>),
    request: async (method, path, extra) =>
      (await call((id) => ({
        do: 'request',
        id,
        method,
        path,
        ...(extra?.body && { body: extra.body }),
      }))) as Awaited<ReturnType<Connection['request']>>,
    close: () => void ask({ do: 'close' }),
  };
}

function deserializeError(error: { name: string; message: string }): Error {
  const { prototype } = ERRORS[error.name] ?? Error;
  return Object.defineProperties(Object.create(prototype), Object.getOwnPropertyDescriptors(error)) as Error;
}
