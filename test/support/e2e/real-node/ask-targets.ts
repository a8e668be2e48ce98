/** Run in the network of the node: reads `[{address, port}]` and prints what an HTTP GET gets there. */
import { get } from 'node:http';
import { json } from 'node:stream/consumers';

interface Target {
  address: string;
  port: number;
}

function ask({ address, port }: Target): Promise<string> {
  const options = { host: address, port, agent: false, timeout: 2_000 };
  return new Promise((resolve) => {
    const request = get(options, async (response) => {
      let body = '';
      for await (const chunk of response.setEncoding('utf8')) body += chunk;
      resolve(body.trim());
    });
    request.on('timeout', () => request.destroy(Object.assign(new Error(), { code: 'TIMEOUT' })));
    request.on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
  });
}

const targets = (await json(process.stdin)) as Target[];
process.stdout.write(JSON.stringify(await Promise.all(targets.map(ask))));
