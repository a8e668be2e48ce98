/** JSON Schema of TypeScript types: of the part of the language in which src/model/report/json-*.ts are written. */
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseAst } from 'rolldown/parseAst';

export type Schema = { [keyword: string]: unknown };

/** A node of the syntax tree (ESTree with TypeScript, as oxc writes it). */
// biome-ignore lint/suspicious/noExplicitAny: the tree has more than a hundred types of nodes
type Node = any;

interface Declaration {
  node: Node;
  description: string;
  file: string;
}

/** The declarations of a file, and the files that its types are imported from. */
class Module {
  readonly #types = new Map<string, Declaration>();
  readonly #imports = new Map<string, string>();

  constructor(file: string) {
    const text = readFileSync(file, 'utf8');
    for (const statement of (parseAst(text, { lang: 'ts' }) as Node).body) {
      if (statement.type === 'ImportDeclaration')
        for (const { local } of statement.specifiers)
          this.#imports.set(local.name, join(dirname(file), statement.source.value));
      const node = statement.declaration ?? statement;
      if (/^TS(Interface|TypeAlias)Declaration$/.test(node.type))
        this.#types.set(node.id.name, { node, description: commentBefore(statement.start, text), file });
      if (node.type === 'TSInterfaceDeclaration')
        for (const member of node.body.body) member.description = commentBefore(member.start, text);
    }
  }

  get(name: string): Declaration | string | undefined {
    return this.#types.get(name) ?? this.#imports.get(name);
  }
}

/** The text of the JSDoc comment that ends before a position. */
function commentBefore(start: number, text: string): string {
  const [, comment = ''] = /\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\s*$/.exec(text.slice(0, start)) ?? [];
  return comment
    .split('\n')
    .map((line) => line.replace(/^\s*\*? ?/, '').trim())
    .filter(Boolean)
    .join(' ');
}

/** Generates the schema of one type, with the types that it refers to under `$defs`. */
class SchemaBuilder {
  readonly #modules = new Map<string, Module>();
  readonly defs: Record<string, Schema> = {};

  #find(name: string, file: string): Declaration {
    const module = this.#modules.get(file) ?? new Module(file);
    this.#modules.set(file, module);
    const found = module.get(name);
    if (found === undefined) throw new Error(`${file}: no type ${name}`);
    return typeof found === 'string' ? this.#find(name, found) : found;
  }

  /** The schema of a named type. */
  named(name: string, from: string): Schema {
    const { node, description, file } = this.#find(name, from);
    const described = description === '' ? {} : { description };
    if (node.type === 'TSTypeAliasDeclaration')
      return { ...described, ...this.#type(node.typeAnnotation, file) };
    const properties = this.#properties(node, file);
    return {
      ...described,
      type: 'object',
      properties,
      required: Object.keys(properties),
      additionalProperties: false,
    };
  }

  #properties(node: Node, file: string): Record<string, Schema> {
    const inherited = (node.extends ?? []).map(({ expression }: Node) => {
      const base = this.#find(expression.name, file);
      return this.#properties(base.node, base.file);
    });
    const own = node.body.body.map((member: Node) => {
      if (member.type !== 'TSPropertySignature' || member.optional)
        throw new Error(`${file}: ${member.key?.name ?? member.type} is no required property`);
      const described = member.description === '' ? {} : { description: member.description };
      return [member.key.name, { ...described, ...this.#type(member.typeAnnotation.typeAnnotation, file) }];
    });
    return Object.assign({}, ...inherited, Object.fromEntries(own));
  }

  #type(node: Node, file: string): Schema {
    switch (node.type) {
      case 'TSStringKeyword':
        return { type: 'string' };
      case 'TSBooleanKeyword':
        return { type: 'boolean' };
      case 'TSNumberKeyword':
        // Counts, ports and lines: no report has a fraction.
        return { type: 'integer' };
      case 'TSNullKeyword':
        return { type: 'null' };
      case 'TSLiteralType':
        return { const: node.literal.value };
      case 'TSArrayType':
        return { type: 'array', items: this.#type(node.elementType, file) };
      case 'TSTypeOperator':
        return this.#type(node.typeAnnotation, file);
      case 'TSUnionType':
        return union(node.types.map((one: Node) => this.#type(one, file)));
      case 'TSTypeReference':
        return this.#reference(node, file);
      default:
        throw new Error(`${file}: ${node.type} is not supported`);
    }
  }

  #reference({ typeName: { name }, typeArguments }: Node, file: string): Schema {
    const [first, second] = typeArguments?.params ?? [];
    if (name === 'Readonly') return this.#type(first, file);
    if (name === 'Record') return { type: 'object', additionalProperties: this.#type(second, file) };
    const key = name.replace(/^Json/, '');
    if (!(key in this.defs)) {
      this.defs[key] = {};
      this.defs[key] = this.named(name, file);
    }
    return { $ref: `#/$defs/${key}` };
  }
}

/** Literals become one `enum`, plain types one list under `type`. */
function union(members: readonly Schema[]): Schema {
  if (members.every((one) => 'const' in one)) return { enum: members.map((one) => one.const) };
  const plain = members.every((one) => typeof one.type === 'string' && Object.keys(one).length === 1);
  return plain ? { type: members.map(({ type }) => type) } : { anyOf: members };
}

export function schemaOf(type: string, file: string, title: string): Schema {
  const builder = new SchemaBuilder();
  const schema = builder.named(type, file);
  return { $schema: 'https://json-schema.org/draft/2020-12/schema', title, ...schema, $defs: builder.defs };
}
