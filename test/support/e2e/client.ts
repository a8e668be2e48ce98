import type { IncomingHttpHeaders } from 'node:http';
import { Agent, request } from 'node:https';
import { readKubeconfig } from './kubeconfig.ts';

export interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  text: string;
}

/** A minimal client of an API server: JSON in, JSON out. */
export class Client {
  readonly server: string;
  readonly #agent: Agent;
  readonly #headers: Record<string, string>;

  constructor(kubeconfig: string) {
    const config = readKubeconfig(kubeconfig);
    const cluster = config.clusters[0]?.cluster;
    const user = config.users[0]?.user;
    const decode = (data: string | undefined) => (data ? Buffer.from(data, 'base64') : undefined);
    this.server = cluster?.server ?? '';
    this.#headers = user?.token ? { authorization: `Bearer ${user.token}` } : {};
    this.#agent = new Agent({
      keepAlive: true,
      ca: decode(cluster?.['certificate-authority-data']),
      cert: decode(user?.['client-certificate-data']),
      key: decode(user?.['client-key-data']),
    });
  }

  /** @throws {Error} for any status but 2xx */
  async request<T>(method: string, path: string, body?: unknown): Promise<T> {
    const contentType = method === 'PATCH' ? 'application/merge-patch+json' : 'application/json';
    const sent = body === undefined ? undefined : JSON.stringify(body);
    const { status, text } = await this.send(method, path, { 'content-type': contentType }, sent);
    if (status >= 300) throw new Error(`${method} ${path}: ${status} ${text}`);
    return JSON.parse(text);
  }

  /** Returns the object, or null if there is none. */
  async find<T>(path: string): Promise<T | null> {
    const { status, text } = await this.send('GET', path);
    if (status !== 200 && status !== 404) throw new Error(`GET ${path}: ${status} ${text}`);
    return status === 200 ? JSON.parse(text) : null;
  }

  send(method: string, path: string, headers: Record<string, string> = {}, body?: string): Promise<Answer> {
    const options = { method, agent: this.#agent, headers: { ...headers, ...this.#headers } };
    return new Promise((resolve, reject) => {
      const sent = request(new URL(path, this.server), options, async (answer) => {
        let text = '';
        for await (const chunk of answer.setEncoding('utf8')) text += chunk;
        resolve({ status: answer.statusCode ?? 0, headers: answer.headers, text });
      });
      sent.on('error', reject).end(body);
    });
  }
}
