import { boolYaml11Tag, CORE_SCHEMA, type LoadOptions, mergeTag } from 'js-yaml';

/**
 * YAML as kubectl and client-go read it (sigs.k8s.io/yaml): no types but those of JSON, `<<`, `yes` and `off`; of a key
 * that is there twice the last one. Nobody writes so many aliases by hand, and each one may stand for as much text as
 * there is.
 */
export const GO_YAML = {
  schema: CORE_SCHEMA.withTags(mergeTag, boolYaml11Tag),
  json: true,
  maxAliases: 1000,
} satisfies LoadOptions;
