/** Run in the network of the node: reads `[{address, port}]` and prints what an HTTP GET gets there. */
import { get } from 'node:http';
import { json } from 'node:stream/consumers';

interface Target {
  address: string;
  port: number;
}

function ask({ address, port }: Target): Promise<string> {
  const options = { host: address, port, agent: false, timeout: 4_000 };
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

/** BusyBox's httpd lets few connections wait. */
const AT_ONCE = 8;

const targets = (await json(process.stdin)) as Target[];
const answers: string[] = [];
const queue = targets.entries();
async function work(): Promise<void> {
  for (const [index, target] of queue) answers[index] = await ask(target);
}
await Promise.all(Array.from({ length: AT_ONCE }, work));
process.stdout.write(JSON.stringify(answers));
