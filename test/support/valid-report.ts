import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { SCHEMAS } from '../../src/render/json/schemas.ts';

const HEAD = /^\{\s*"apiVersion": "kubectl-endpoints\/v1",\s*"kind": "(\w+)"/;

const validators = new Map<string, ValidateFunction>();

function compile(kind: string): ValidateFunction {
  const schema = Object.entries(SCHEMAS).find(([name]) => name === kind)?.[1];
  if (!schema) throw new Error(`no schema of ${kind}`);
  return new Ajv2020({ allowUnionTypes: true }).compile(schema);
}

/** Validates stdout by the schema of its kind if it is a report in JSON. @throws {Error} if it is not valid */
export function expectValid(stdout: string): void {
  const [, kind] = HEAD.exec(stdout) ?? [];
  if (kind === undefined) return;
  const validate = validators.get(kind) ?? compile(kind);
  validators.set(kind, validate);
  if (validate(JSON.parse(stdout))) return;
  const errors = validate.errors?.map(({ instancePath, message }) => `${instancePath} ${message}`) ?? [];
  throw new Error(`stdout is no valid ${kind}: ${errors.join('; ')}`);
}
