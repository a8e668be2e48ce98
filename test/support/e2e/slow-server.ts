import { createServer } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { listen } from '../servers/ports.ts';
import type { Client } from './client.ts';

export interface SlowServer {
  url: string;
  /** The requests; those that were made without waiting for one another are a round. */
  rounds: string[][];
  close(): void;
}

/** Stands before the API server and takes so long to answer that rounds can be told apart. */
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
