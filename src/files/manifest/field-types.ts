import type { RawObject } from '../../decode/decode-meta.ts';
import type { FieldPath } from '../../model/objects/meta.ts';

/** What a value has to be; null is as good as absent, and what is not named here is not looked at. */
type FieldType = Scalar | readonly [FieldType] | { readonly [field: string]: FieldType };
type Scalar = 'text' | 'word' | 'protocol' | 'number' | 'boolean' | 'number or text';

/** A mapping with keys of somebody's own. */
const EACH = '*';

const LABELS: FieldType = { [EACH]: 'word' };
const META = { name: 'word', namespace: 'word', labels: LABELS, annotations: { [EACH]: 'text' } } as const;
const PORT = { name: 'word', port: 'number', protocol: 'protocol' } as const;
const CONTAINERS: FieldType = [
  {
    name: 'word',
    restartPolicy: 'word',
    ports: [{ name: 'word', containerPort: 'number', protocol: 'protocol' }],
  },
];
const POD = { hostNetwork: 'boolean', containers: CONTAINERS, initContainers: CONTAINERS } as const;
const MAKES_PODS = { replicas: 'number', template: { metadata: META, spec: POD } } as const;
const REFERENCE = { service: { name: 'word', port: { name: 'word', number: 'number' } } } as const;
const PEERS: FieldType = [{ ports: [{ port: 'number or text', endPort: 'number', protocol: 'protocol' }] }];
const SELECTOR = {
  matchLabels: LABELS,
  matchExpressions: [{ key: 'word', operator: 'word', values: ['word'] }],
} as const;

const SHAPES: ReadonlyMap<string, FieldType> = new Map<string, FieldType>(
  Object.entries({
    Service: {
      type: 'word',
      selector: LABELS,
      clusterIP: 'word',
      externalName: 'word',
      ipFamilyPolicy: 'word',
      internalTrafficPolicy: 'word',
      externalTrafficPolicy: 'word',
      ipFamilies: ['word'],
      publishNotReadyAddresses: 'boolean',
      ports: [{ ...PORT, targetPort: 'number or text', nodePort: 'number' }],
    },
    Pod: POD,
    CronJob: { jobTemplate: { spec: MAKES_PODS } },
    Ingress: {
      defaultBackend: REFERENCE,
      rules: [{ host: 'word', http: { paths: [{ path: 'text', backend: REFERENCE }] } }],
    },
    NetworkPolicy: { podSelector: SELECTOR, policyTypes: ['word'], ingress: PEERS },
  }),
);
const ADDRESSES: FieldType = [{ ip: 'word', nodeName: 'word' }];
const WITHOUT_SPEC: ReadonlyMap<string, FieldType> = new Map<string, FieldType>(
  Object.entries({
    Endpoints: {
      subsets: [{ addresses: ADDRESSES, notReadyAddresses: ADDRESSES, ports: [PORT] }],
    },
    EndpointSlice: {
      addressType: 'word',
      ports: [PORT],
      endpoints: [
        {
          addresses: ['word'],
          conditions: { ready: 'boolean', serving: 'boolean', terminating: 'boolean' },
        },
      ],
    },
  }),
);

/** A field of a manifest that has not the type that the API gives it. */
export interface FieldFault {
  path: FieldPath;
  /** `has to be a text, not the number 2: write "2"` */
  why: string;
}

/** `spec.ports[0].port`, `metadata.labels[app.kubernetes.io/name]` */
export function pathText(path: FieldPath): string {
  return path
    .map((step, index) => {
      if (typeof step === 'number' || /[^\w-]/.test(step)) return `[${step}]`;
      return index === 0 ? step : `.${step}`;
    })
    .join('');
}

/** The first one, in an object of a kind that is looked at. */
export function faultIn(raw: RawObject): FieldFault | null {
  const kind = String(raw.kind);
  const rest = WITHOUT_SPEC.get(kind) ?? { spec: SHAPES.get(kind) ?? MAKES_PODS };
  return find(raw, { metadata: META, ...(rest as object) }, []) ?? nameless(raw);
}

function nameless({ metadata }: RawObject): FieldFault | null {
  if (metadata?.name || metadata?.generateName) return null;
  return { path: ['metadata', 'name'], why: 'is missing' };
}

function find(value: unknown, shape: FieldType, path: FieldPath): FieldFault | null {
  if (value === null || value === undefined) return null;
  if (typeof shape === 'string') return scalarFault(value, shape, path);
  const isList = isListShape(shape);
  if (typeof value !== 'object' || Array.isArray(value) !== isList)
    return { path, why: `has to be a ${isList ? 'list' : 'mapping'}, not ${described(value)}` };
  for (const [step, item] of Object.entries(value)) {
    const inner = isList ? shape[0] : (shape[EACH] ?? (Object.hasOwn(shape, step) ? shape[step] : undefined));
    const at = [...path, isList ? Number(step) : step];
    const found = inner ? find(item, inner, at) : misspelt(step, shape, at);
    if (found) return found;
  }
  return null;
}

/** kubectl apply validates strictly; and what is not read would be supposed to have its default. */
function misspelt(step: string, shape: object, path: FieldPath): FieldFault | null {
  const meant = Object.keys(shape).find((field) => field.toLowerCase() === step.toLowerCase());
  return meant === undefined ? null : { path, why: `is no field: write ${meant}` };
}

function isListShape(shape: Exclude<FieldType, Scalar>): shape is readonly [FieldType] {
  return Array.isArray(shape);
}

const TYPES: Record<Scalar, readonly string[]> = {
  text: ['string'],
  word: ['string'],
  protocol: ['string'],
  number: ['number'],
  boolean: ['boolean'],
  'number or text': ['number', 'string'],
};

function scalarFault(value: unknown, scalar: Scalar, path: FieldPath): FieldFault | null {
  if (!TYPES[scalar].includes(typeof value)) {
    const wanted = scalar === 'word' || scalar === 'protocol' ? 'text' : scalar;
    const instead = typeof value === 'object' || wanted !== 'text' ? '' : `: write "${value}"`;
    return { path, why: `has to be a ${wanted}, not ${described(value)}${instead}` };
  }
  const isTemplate = (scalar === 'word' || scalar === 'protocol') && /\{\{.*\}\}/.test(value as string);
  if (isTemplate) return { path, why: `is a template that was not rendered: ${value}` };
  const isProtocol = scalar !== 'protocol' || ['', 'TCP', 'UDP', 'SCTP'].includes(value as string);
  return isProtocol ? null : { path, why: `has to be TCP, UDP or SCTP, not ${described(value)}` };
}

function described(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'a mapping';
  return typeof value === 'string' ? `the text "${value.slice(0, 60)}"` : `the ${typeof value} ${value}`;
}
