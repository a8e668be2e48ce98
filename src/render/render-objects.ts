import { DEFAULT_SCALAR_STYLE_RULES, dump, SCALAR_STYLE, type ScalarStyleRule } from 'js-yaml';
import { escapeJson, escapeText, escapeYaml, isPrintable } from '../text/escape.ts';

/** An object of the API, as it is written or as a server gave it. */
export interface RenderedObject {
  apiVersion: string;
  kind: string;
  metadata: { name: string };
}

export type ObjectFormat = 'yaml' | 'json' | 'name';

/**
 * As kubectl prints objects with `-o`: YAML documents, JSON (several: one v1 List), or names, one a line.
 * Ends with a newline, unless there are none.
 */
export function renderObjects(objects: readonly RenderedObject[], format: ObjectFormat): string {
  switch (format) {
    case 'yaml':
      return objects.map(yamlText).join('---\n');
    case 'json':
      return renderJson(objects);
    case 'name':
      return objects.map((object) => `${resourceName(object)}\n`).join('');
  }
}

/** `service/web`, `endpointslice.discovery.k8s.io/web-ext-ipv4` */
export function resourceName({ apiVersion, kind, metadata }: RenderedObject): string {
  const [group, version] = apiVersion.split('/');
  return escapeText(`${kind.toLowerCase()}${version ? `.${group}` : ''}/${metadata.name}`);
}

/** YAML as kubectl writes it: sorted keys, sequences not indented. */
export function yamlText(value: object): string {
  const yaml = dump(value, {
    seqNoIndent: true,
    quoteStyle: 'double',
    sortKeys: true,
    lineWidth: -1,
    noRefs: true,
    scalarStyleRules: [quoteUnprintable, ...Object.values(DEFAULT_SCALAR_STYLE_RULES)],
  });
  return escapeYaml(yaml);
}

/** Only in double quotes can a character be written escaped. */
const quoteUnprintable: ScalarStyleRule = (layout) => {
  if (!isPrintable(layout.node.value)) layout.style = SCALAR_STYLE.DOUBLE_QUOTED;
};

/** JSON as kubectl indents it. */
export function jsonText(value: object, indent = 4): string {
  return `${escapeJson(JSON.stringify(value, null, indent))}\n`;
}

function renderJson(objects: readonly RenderedObject[]): string {
  const [first] = objects;
  const printed = objects.length === 1 ? first : { apiVersion: 'v1', kind: 'List', items: objects };
  return jsonText(printed ?? {});
}
