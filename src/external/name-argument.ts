/** What was meant by the arguments of create-external, which takes a single name. */
import { isIP } from 'node:net';
import { resourceType } from '../model/resource-type.ts';
import { DRY_RUN_MODES } from './dry-run.ts';

const LINE = 'kubectl endpoints create-external';
const PORT = /^\d{1,5}$/;

/** The end of an error about several arguments: addresses, ports, a type or a mode among them. */
export function leadOf(args: readonly string[]): string {
  const [first = '', ...more] = args;
  const parts = more.map(addressAndPort);
  const address = parts.find((part) => isIP(part[0]) !== 0);
  if (address !== undefined) {
    const port = address[1] ?? more.find((word) => PORT.test(word)) ?? 'PORT';
    return `; addresses and ports are flags: --ip ${address[0]} --port ${port}`;
  }
  if (resourceType(first) === 'service' && more.length === 1) return `; use: ${LINE} ${more[0]}`;
  const mode = more.find((word) => (DRY_RUN_MODES as readonly string[]).includes(word));
  return mode === undefined ? '' : `; use: --dry-run=${mode}`;
}

/** The end of an error about a name in resource/name form. */
export function typedName(name: string): string {
  const [type = '', bare] = name.split('/');
  return bare && resourceType(type) === 'service' ? `; use: ${LINE} ${bare}` : '';
}

function addressAndPort(word: string): [address: string, port?: string] {
  const [, address, port] = /^([\d.]+):(\d{1,5})$/.exec(word) ?? [];
  return address === undefined || port === undefined ? [word] : [address, port];
}
