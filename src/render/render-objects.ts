import { DEFAULT_SCALAR_STYLE_RULES, dump, SCALAR_STYLE, type ScalarStyleRule } from 'js-yaml';
import { escapeJson, escapeText, escapeYaml, isPrintable } from '../text/escape.ts';

/** An API object, as built here or as returned by a server. */
interface RenderedObject {
  apiVersion: string;
  kind: string;
  metadata: { name: string };
}

export type ObjectFormat = 'yaml' | 'json' | 'name';

/**
 * Prints API objects as kubectl does with `-o`: YAML documents, JSON (a v1 List for several), or one name per line.
 * @returns text that ends with a newline, or empty text for no objects
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

/** YAML as kubectl prints it: sorted keys, sequences not indented. */
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

/** YAML has escapes in double quotes only. */
const quoteUnprintable: ScalarStyleRule = (layout) => {
  if (!isPrintable(layout.node.value)) layout.style = SCALAR_STYLE.DOUBLE_QUOTED;
};

/** JSON with kubectl's indentation. */
export function jsonText(value: object, indent = 4): string {
  return `${escapeJson(JSON.stringify(value, null, indent))}\n`;
}

function renderJson(objects: readonly RenderedObject[]): string {
  const [first] = objects;
  const printed = objects.length === 1 ? first : { apiVersion: 'v1', kind: 'List', items: objects };
  return jsonText(printed ?? {});
}
