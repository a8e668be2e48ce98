/** Parses the values of `--port`. */
import { checkLabel, invalidOption, OWN_RULE } from './option-syntax.ts';

export interface PortOption {
  /** Empty for a single port without a name. */
  name: string;
  port: number;
  /** The port on the addresses. */
  targetPort: number;
  protocol: 'TCP' | 'UDP' | 'SCTP';
}

/** @param values `[name:]port[:targetPort][/PROTOCOL]`. @throws {UserError} */
export function readPorts(values: readonly string[]): readonly PortOption[] {
  const ports = values.map(readPort);
  const named = ports.length > 1 ? ports.map(withDefaultName) : ports;
  for (const [index, port] of named.entries()) {
    const earlier = named.slice(0, index);
    const value = values[index] ?? '';
    if (earlier.some((other) => other.port === port.port && other.protocol === port.protocol)) {
      throw invalidOption('--port', value, `duplicate port ${port.port}/${port.protocol}`);
    }
    if (earlier.some((other) => other.name === port.name)) {
      throw invalidOption('--port', value, `duplicate port name ${JSON.stringify(port.name)}`);
    }
  }
  return named;
}

/** A Service with several ports must name them all; the default is `80-tcp`, as in `oc new-app`. */
function withDefaultName(port: PortOption): PortOption {
  return { ...port, name: port.name || `${port.port}-${port.protocol.toLowerCase()}` };
}

function readPort(value: string): PortOption {
  const [numbers = '', protocol = 'TCP', ...rest] = value.split('/');
  const parts = numbers.split(':');
  const named = !/^\d+$/.test(parts[0] ?? '');
  const name = named ? (parts.shift() ?? '') : '';
  const [port, targetPort = port, ...more] = parts;
  if (port === undefined || targetPort === undefined || more.length > 0 || rest.length > 0) {
    throw invalidOption('--port', value, 'must be [NAME:]PORT[:TARGETPORT][/PROTOCOL]');
  }
  if (named) checkLabel(`--port ${JSON.stringify(value)}: name`, name);
  return {
    name,
    port: readNumber(value, 'port', port),
    targetPort: readNumber(value, 'targetPort', targetPort),
    protocol: readProtocol(value, protocol),
  };
}

function readNumber(value: string, field: string, digits: string): number {
  const number = /^\d+$/.test(digits) ? Number(digits) : 0;
  if (number >= 1 && number <= 65535) return number;
  throw invalidOption(
    '--port',
    value,
    `${field} ${JSON.stringify(digits)} must be a number between 1 and 65535`,
  );
}

function readProtocol(value: string, text: string): PortOption['protocol'] {
  const protocol = text.toUpperCase();
  if (protocol === 'TCP' || protocol === 'UDP' || protocol === 'SCTP') return protocol;
  throw invalidOption('--port', value, `protocol ${JSON.stringify(text)} must be TCP, UDP or SCTP`);
}

/**
 * @param what that does not translate ports: `a headless Service`
 * @throws {UserError} for a targetPort that clients would have to use instead of the port
 */
export function checkUntranslated(ports: readonly PortOption[], what: string): void {
  const translated = ports.find(({ port, targetPort }) => port !== targetPort);
  if (!translated) return;
  const { port, targetPort } = translated;
  throw invalidOption(
    '--port',
    `${port}:${targetPort}`,
    `${what} does not translate ports, clients must use ${targetPort} themselves: give ${targetPort} alone ${OWN_RULE}`,
  );
}
