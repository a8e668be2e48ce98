import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { type ReportKind, schemaOfReport } from '../../src/render/json/schemas.ts';

const HEAD = /^\{\s*"apiVersion": "kubectl-endpoints\/v1",\s*"kind": "(\w+)"/;

const validators = new Map<string, Promise<ValidateFunction>>();

async function compile(kind: string): Promise<ValidateFunction> {
  return new Ajv2020({ allowUnionTypes: true }).compile(await schemaOfReport(kind as ReportKind));
}

/** Validates stdout by the schema of its kind if it is a report in JSON. @throws {Error} if it is not valid */
export async function expectValid(stdout: string): Promise<void> {
  const [, kind] = HEAD.exec(stdout) ?? [];
  if (kind === undefined) return;
  const validator = validators.get(kind) ?? compile(kind);
  validators.set(kind, validator);
  const validate = await validator;
  if (validate(JSON.parse(stdout))) return;
  const errors = validate.errors?.map(({ instancePath, message }) => `${instancePath} ${message}`) ?? [];
  throw new Error(`stdout is no valid ${kind}: ${errors.join('; ')}`);
}
