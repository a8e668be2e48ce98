import type { RawObject } from '../../decode/decode-meta.ts';
import type { FieldPath } from '../../model/objects/meta.ts';

/** The type of a field. Null counts as absent; fields without a type here are not checked. */
type FieldType = Scalar | readonly [FieldType] | { readonly [field: string]: FieldType };
type Scalar = 'text' | 'word' | 'protocol' | 'number' | 'boolean' | 'number or text';

/** The key for a mapping with arbitrary keys. */
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

/** A field of a manifest whose value has the wrong type for the API. */
interface FieldError {
  path: FieldPath;
  /** `must be a string: write "2"` */
  why: string;
}

/** The path of a field: `spec.ports[0].port`, `metadata.labels[app.kubernetes.io/name]`. */
export function pathText(path: FieldPath): string {
  return path
    .map((step, index) => {
      if (typeof step === 'number' || /[^\w-]/.test(step)) return `[${step}]`;
      return index === 0 ? step : `.${step}`;
    })
    .join('');
}

/** Finds the first field with a wrong type; null: there is none. */
export function findFieldError(raw: RawObject): FieldError | null {
  const kind = String(raw.kind);
  const rest = WITHOUT_SPEC.get(kind) ?? { spec: SHAPES.get(kind) ?? MAKES_PODS };
  return findIn(raw, { metadata: META, ...(rest as object) }, []) ?? findMissingName(raw);
}

function findMissingName({ metadata }: RawObject): FieldError | null {
  if (metadata?.name || metadata?.generateName) return null;
  return { path: ['metadata', 'name'], why: 'is missing' };
}

function findIn(value: unknown, shape: FieldType, path: FieldPath): FieldError | null {
  if (value === null || value === undefined) return null;
  if (typeof shape === 'string') return findScalarError(value, shape, path);
  const isList = isListShape(shape);
  if (typeof value !== 'object' || Array.isArray(value) !== isList)
    return { path, why: `must be a ${isList ? 'list' : 'mapping'}, not ${valueText(value)}` };
  for (const [step, item] of Object.entries(value)) {
    const inner = isList ? shape[0] : (shape[EACH] ?? (Object.hasOwn(shape, step) ? shape[step] : undefined));
    const at = [...path, isList ? Number(step) : step];
    const found = inner ? findIn(item, inner, at) : findMisspelt(step, shape, at);
    if (found) return found;
  }
  return null;
}

/** kubectl apply validates strictly, and a misspelt field would silently have its default here. */
function findMisspelt(step: string, shape: object, path: FieldPath): FieldError | null {
  const meant = Object.keys(shape).find((field) => field.toLowerCase() === step.toLowerCase());
  return meant === undefined ? null : { path, why: `is not a field: write ${meant}` };
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

function findScalarError(value: unknown, scalar: Scalar, path: FieldPath): FieldError | null {
  if (!TYPES[scalar].includes(typeof value)) {
    const wanted = TYPES[scalar].join(' or ');
    const isQuotable = wanted === 'string' && typeof value !== 'object';
    return {
      path,
      why: `must be a ${wanted}${isQuotable ? `: write "${value}"` : `, not ${valueText(value)}`}`,
    };
  }
  const isTemplate = (scalar === 'word' || scalar === 'protocol') && /\{\{.*\}\}/.test(value as string);
  if (isTemplate) return { path, why: `is a template that was not rendered: ${value}` };
  const isProtocol = scalar !== 'protocol' || ['', 'TCP', 'UDP', 'SCTP'].includes(value as string);
  return isProtocol ? null : { path, why: `must be TCP, UDP or SCTP, not ${valueText(value)}` };
}

function valueText(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'a mapping';
  return typeof value === 'string' ? `the string "${value.slice(0, 60)}"` : `the ${typeof value} ${value}`;
}
