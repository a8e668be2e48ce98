/** Parses and validates the arguments and flags of create-external. */
import type { Call } from '../model/command.ts';
import { UserError } from '../model/errors.ts';
import type { Labels } from '../model/objects/meta.ts';
import { type Address, readAddresses, readExternalName } from './ip-option.ts';
import { leadOf, typedName } from './name-argument.ts';
import { checkLabel, OWN_RULE, readAnnotations, readLabels } from './option-syntax.ts';
import { checkUntranslated, type PortOption, readPorts } from './port-option.ts';

/** The validated options; only the checks that need a cluster are left. */
export interface ExternalOptions {
  name: string;
  /** Null for the connection's namespace. */
  namespace: string | null;
  labels: Labels;
  annotations: Labels;
  ports: readonly PortOption[];
  target: ExternalName | Addresses;
}

interface ExternalName {
  kind: 'ExternalName';
  externalName: string;
}

export interface Addresses {
  /** The kind of object that lists the addresses. */
  kind: 'Endpoints' | 'EndpointSlice';
  addresses: readonly Address[];
  headless: boolean;
}

/** The flags that describe the objects. */
export interface ExternalFlags {
  namespace: string | null;
  ip: readonly string[];
  port: readonly string[];
  externalName: string | null;
  headless: boolean;
  kind: keyof typeof KINDS | null;
  labels: readonly string[];
  annotation: readonly string[];
}

const KINDS = { endpoints: 'Endpoints', endpointslice: 'EndpointSlice' } as const;

/** @throws {UserError} with the flag, its value and the rule */
export function readOptions({ args, flags }: Call<ExternalFlags>): ExternalOptions {
  const [name, ...more] = args;
  if (name === undefined || more.length > 0) {
    throw new UserError(`exactly one NAME is required, got ${args.length}${leadOf(args)}`);
  }
  checkLabel('NAME', name, typedName(name));
  const namespace = flags.namespace || null;
  if (namespace !== null) checkLabel('--namespace', namespace);
  const ports = readPorts(flags.port);
  return {
    name,
    namespace,
    labels: readLabels(flags.labels),
    annotations: readAnnotations(flags.annotation),
    ports,
    target: readTarget(flags, ports),
  };
}

function readTarget(flags: ExternalFlags, ports: readonly PortOption[]): ExternalName | Addresses {
  const { externalName, ip, headless, kind } = flags;
  if (externalName === null) {
    if (ip.length === 0) throw new UserError('one of --ip and --external-name is required');
    return readAddressTarget(flags, ports);
  }
  const other = ip.length > 0 ? 'ip' : headless ? 'headless' : kind && 'kind';
  if (other) {
    throw new UserError(
      `--external-name and --${other} cannot be used together: an ExternalName Service has no addresses`,
    );
  }
  return { kind: 'ExternalName', externalName: readExternalName(externalName) };
}

/** The mirroring controller copies at most this many addresses of a subset. */
const MAX_MIRRORED = 1000;

function readAddressTarget(
  { ip, kind: given, headless }: ExternalFlags,
  ports: readonly PortOption[],
): Addresses {
  const addresses = readAddresses(ip);
  const kind = KINDS[given ?? 'endpoints'];
  if (headless) checkUntranslated(ports);
  else if (ports.length === 0) throw new UserError('--port is required, except with --headless');
  if (kind === 'Endpoints' && addresses.length > MAX_MIRRORED) {
    throw new UserError(
      `--ip: ${addresses.length} addresses, but only ${MAX_MIRRORED} of an Endpoints object are mirrored into EndpointSlices; use --kind endpointslice ${OWN_RULE}`,
    );
  }
  return { kind, addresses, headless };
}
