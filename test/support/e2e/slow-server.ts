import { createServer } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { listen } from '../servers/ports.ts';
import type { Client } from './client.ts';

export interface SlowServer {
  url: string;
  /** The requests in rounds: those of a round were sent without waiting for each other. */
  rounds: string[][];
  close(): void;
}

/** A proxy that delays the answers of the API server, so that rounds of requests can be distinguished. */
export async function slowServer(client: Client): Promise<SlowServer> {
  const rounds: string[][] = [];
  let answered = true;
  const server = createServer(async ({ method = '', url = '', headers: { accept = '*/*' } }, response) => {
    if (answered) rounds.push([]);
    answered = false;
    rounds.at(-1)?.push(`${method} ${url}`);
    const [answer] = await Promise.all([client.send(method, url, { accept }), sleep(300)]);
    answered = true;
    const { 'content-length': _, ...headers } = answer.headers;
    response.writeHead(answer.status, headers).end(answer.text);
  });
  const port = await listen(server);
  return { url: `http://127.0.0.1:${port}`, rounds, close: () => server.close() };
}
