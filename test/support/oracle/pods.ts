/** The endpoints of the EndpointSlice controller. Independent of src/. */
import type { Conditions, Raw } from '../objects.ts';

export interface ServiceSpec {
  type: string;
  clusterIP?: string;
  clusterIPs?: string[];
  ipFamilies?: Family[];
  ipFamilyPolicy?: string;
  selector?: Record<string, string> | null;
  ports?: { name?: string; port: number; targetPort?: number | string; protocol?: string }[];
  publishNotReadyAddresses?: boolean;
}

interface Container {
  restartPolicy?: string;
  ports?: { name?: string; containerPort: number; protocol?: string }[];
}

export interface PodObject extends Raw {
  spec: { nodeName?: string; containers: Container[]; initContainers?: Container[] };
  status: { phase: string; podIPs?: { ip: string }[]; conditions?: { type: string; status: string }[] };
}

export type Family = 'IPv4' | 'IPv6';
export type Port = { name: string; port: number; protocol: string };

/** An endpoint, of a Pod or of an address in Endpoints. */
export interface Published {
  family: Family;
  address: string;
  pod: PodObject | null;
  conditions: Conditions;
  ports: Port[];
  /** Further fields of the endpoint. */
  about: { targetRef?: unknown; nodeName?: string };
}

/**
 * Rows 1-16. Key: Pod is Ready (R), is being deleted (D), Service publishes not-ready addresses (P). Value: ready,
 * serving and terminating in slices, and the list in Endpoints.
 */
const CONDITIONS: Record<string, [Conditions, 'addresses' | 'notReadyAddresses' | null]> = {
  'R..': ['TTF', 'addresses'],
  '...': ['FFF', 'notReadyAddresses'],
  'RD.': ['FTT', null],
  '.D.': ['FFT', null],
  'R.P': ['TTF', 'addresses'],
  '..P': ['TFF', 'addresses'],
  RDP: ['TTT', 'addresses'],
  '.DP': ['TFT', 'addresses'],
};

/** Rows 7-9, 13, 17: never published, even with publishNotReadyAddresses. */
const FINISHED = ['Succeeded', 'Failed'];

/** Rows 50, 51: a Service with selector, but not ExternalName. */
export function isFollowed(service: Raw): boolean {
  return hasSelector(service) && specOf(service).type !== 'ExternalName';
}

export function endpointsOf({ metadata }: Raw, objects: readonly Raw[]): Raw | undefined {
  return objects.find((one) => one.kind === 'Endpoints' && isNamed(one, metadata));
}

function isNamed({ metadata }: Raw, { namespace, name }: Raw['metadata']): boolean {
  return metadata.namespace === namespace && metadata.name === name;
}

/** Rows 24-26: Pods match by labels alone, which may be empty, in the namespace of the Service. */
export function selectedBy(service: Raw, objects: readonly Raw[]): PodObject[] {
  const selector = Object.entries(specOf(service).selector ?? {});
  return objects
    .filter(({ kind, metadata }) => kind === 'Pod' && metadata.namespace === service.metadata.namespace)
    .filter(({ metadata }) => selector.every(([key, value]) => metadata.labels?.[key] === value))
    .map((pod) => pod as PodObject);
}

/** The endpoints that the EndpointSlice controller publishes. */
export function expectedIn(service: Raw, objects: readonly Raw[]): Published[] {
  const { ipFamilies = [], publishNotReadyAddresses = false } = specOf(service);
  return selectedBy(service, objects)
    .filter((pod) => !isFinished(pod))
    .filter((pod) => publishNotReadyAddresses || nodeOf(pod, objects) === 'there')
    .flatMap((pod) =>
      ipFamilies.flatMap((family) => {
        const address = addressOf(pod, family);
        const [conditions] = published(pod, publishNotReadyAddresses);
        return address === null
          ? []
          : [
              {
                family,
                address,
                pod,
                conditions,
                ports: portsIn(pod, specOf(service)),
                about: aboutPod(pod),
              },
            ];
      }),
    );
}

function aboutPod(pod: PodObject): Published['about'] {
  const { nodeName } = pod.spec;
  return { targetRef: refTo(pod), ...(nodeName ? { nodeName } : {}) };
}

export function published(pod: PodObject, everywhere: boolean) {
  const key = `${isReady(pod) ? 'R' : '.'}${isDeleted(pod) ? 'D' : '.'}${everywhere ? 'P' : '.'}`;
  const row = CONDITIONS[key];
  if (!row) throw new Error(key);
  return row;
}

/** Rows 28-31. */
export function nodeOf({ spec }: PodObject, objects: readonly Raw[]): 'there' | 'missing' | 'none' {
  if (!spec.nodeName) return 'none';
  const found = objects.some(({ kind, metadata }) => kind === 'Node' && metadata.name === spec.nodeName);
  return found ? 'there' : 'missing';
}

/** The Service ports that resolve for a Pod: numeric, or declared by name and protocol. */
export function portsIn({ spec }: PodObject, { ports = [] }: ServiceSpec): Port[] {
  const sidecars = (spec.initContainers ?? []).filter(({ restartPolicy }) => restartPolicy === 'Always');
  const declared = [...spec.containers, ...sidecars].flatMap((container) => container.ports ?? []);
  return ports.flatMap(({ name = '', port, targetPort = port, protocol = 'TCP' }) => {
    const found = declared.find((one) => one.name === targetPort && (one.protocol ?? 'TCP') === protocol);
    const number = typeof targetPort === 'number' ? targetPort : found?.containerPort;
    return number === undefined ? [] : [{ name, port: number, protocol }];
  });
}

export function addressOf({ status }: PodObject, family: Family): string | null {
  return addressesIn(status).find((ip) => familyOf(ip) === family) ?? null;
}

export const addressesIn = ({ podIPs = [] }: PodObject['status']) => podIPs.map(({ ip }) => canonical(ip));

/** The canonical form that 1.33 and later write, for the forms in by-hand.ts. */
export const canonical = (ip: string) =>
  ip
    .toLowerCase()
    .replace(':0::', '::')
    .replace(/^::ffff:(?=\d+\.)/, '')
    .replace(/^0+(?=\d+\.)/, '');

export const familyOf = (ip: string): Family => (canonical(ip).includes(':') ? 'IPv6' : 'IPv4');

export function specOf({ spec }: Raw): ServiceSpec {
  return spec as ServiceSpec;
}

export const isDeleted = ({ metadata }: Raw) => metadata.deletionTimestamp !== undefined;
export const isFinished = ({ status }: PodObject) => FINISHED.includes(status.phase);

/** Rows 2-4: only the status "True". */
export function isReady({ status }: PodObject): boolean {
  return (status.conditions ?? []).some(({ type, status }) => type === 'Ready' && status === 'True');
}

export function hasSelector(service: Raw): boolean {
  return Object.keys(specOf(service).selector ?? {}).length > 0;
}

export function refTo({ metadata: { namespace, name, uid } }: Raw) {
  return { kind: 'Pod', namespace, name, uid };
}
