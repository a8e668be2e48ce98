import type { Agent as HttpAgent, OutgoingHttpHeaders } from 'node:http';
import type { Semaphore } from './semaphore.ts';

export interface Exchange {
  method: string;
  url: URL;
  headers: OutgoingHttpHeaders;
  body: string | null;
  /** Who takes the bytes of the reply as they arrive, instead of having them as text; null: nobody. */
  receiver?(head: ReplyHead): Receiver | null;
}

/** How a server is reached. */
export interface Route {
  agent: HttpAgent;
  /** One exchange for each socket of the agent, whose own queue does not tell when a request leaves it. */
  sockets: Semaphore;
  /** Asked for whole URLs (RFC 9112, section 3.2.2), where nothing is encrypted; null: the server is asked itself. */
  proxy: { url: URL; headers: OutgoingHttpHeaders } | null;
}

export interface Limits {
  /** Milliseconds for one exchange, from when it has its socket or begins to open it; 0 for none. */
  timeout: number;
  interrupted: AbortSignal;
}

export interface Receiver {
  write(chunk: Buffer): void;
}

export interface ReplyHead {
  status: number;
  statusText: string;
  /** Each header's values, by lower-case name. */
  headers: Readonly<Record<string, readonly string[] | undefined>>;
}

export interface Reply extends ReplyHead {
  text: string;
}
