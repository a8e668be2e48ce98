/** The agent that opens sockets to a host itself, without a proxy. */
import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import type { TlsOptions } from './tls-options.ts';

/** Enough for the requests that a command sends at once; each further socket costs a TLS handshake. */
export const MAX_SOCKETS = 4;
/** For TCP and TLS together. Without it, a server that drops packets blocks a command for minutes. */
export const CONNECT_TIMEOUT_MS = 10_000;

export const AGENT_OPTIONS = { keepAlive: true, maxSockets: MAX_SOCKETS, scheduling: 'lifo' } as const;

export function directAgent(tls: TlsOptions | null): HttpAgent {
  return tls ? new HttpsAgent({ ...AGENT_OPTIONS, ...tls }) : new HttpAgent(AGENT_OPTIONS);
}
