import { boolYaml11Tag, CORE_SCHEMA, type LoadOptions, mergeTag } from 'js-yaml';

/**
 * YAML parsing options that match kubectl and client-go (sigs.k8s.io/yaml): JSON types only, `<<`, booleans such as `yes`
 * and `off`, and the last of duplicate keys wins. The alias limit prevents exponential expansion.
 */
export const GO_YAML = {
  schema: CORE_SCHEMA.withTags(mergeTag, boolYaml11Tag),
  json: true,
  maxAliases: 1000,
} satisfies LoadOptions;
