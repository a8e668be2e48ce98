import {
  boolYaml11Tag,
  CORE_SCHEMA,
  defineScalarTag,
  floatCoreTag,
  intCoreTag,
  type LoadOptions,
  mapTag,
  mergeTag,
  NOT_RESOLVED,
  seqTag,
} from 'js-yaml';

const INTEGER = /^[-+]?(?:0[xX][\da-fA-F]+|0[bB][01]+|0[oO]?[0-7]+|0|[1-9]\d*)$/;
const FLOAT = /^[-+]?(?:\.\d+|\d+(?:\.\d*)?)(?:[eE][-+]?\d+)?$/;
const NOT_FINITE = /^(?:[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/;

/** `1_000`, `0x1f`, `0b11`, `0o17` and `017`: strconv.ParseInt with base 0. */
const intTag = { ...intCoreTag, resolve: resolveInteger };
const floatTag = { ...floatCoreTag, resolve: resolveFloat };
/** A scalar with a tag that is not resolved, such as `!!string` or `!env_var`, is a string. */
const otherScalarTag = defineScalarTag('', {
  matchByTagPrefix: true,
  resolve: (source) => source,
  identify: () => false,
});

/**
 * YAML parsing options that match kubectl and client-go (sigs.k8s.io/yaml on go-yaml v2, resolve.go): JSON types only,
 * `<<`, booleans such as `yes` and `off`, tags without a meaning, and the last of duplicate keys wins. The alias limit
 * prevents exponential expansion.
 */
export const GO_YAML = {
  schema: CORE_SCHEMA.withTags(mergeTag, boolYaml11Tag, intTag, floatTag, otherScalarTag, [
    { ...seqTag, tagName: '', matchByTagPrefix: true },
    { ...mapTag, tagName: '', matchByTagPrefix: true },
  ]),
  json: true,
  maxAliases: 1000,
} satisfies LoadOptions;

function resolveInteger(source: string): number | typeof NOT_RESOLVED {
  const digits = source.replaceAll('_', '');
  if (!INTEGER.test(digits)) return NOT_RESOLVED;
  const [, sign = '', rest = ''] = /^([-+]?)(.*)$/.exec(digits) ?? [];
  const value = Number(/^0\d/.test(rest) ? `0o${rest.slice(1)}` : rest);
  return sign === '-' ? -value : value;
}

function resolveFloat(source: string): number | typeof NOT_RESOLVED {
  const digits = source.startsWith('.') ? source : source.replaceAll('_', '');
  if (FLOAT.test(digits)) return Number(digits);
  return NOT_FINITE.test(source) ? floatCoreTag.resolve(source, false, '') : NOT_RESOLVED;
}
