import type { Labels } from '../../model/objects/meta.ts';

/** A type of client-node as JSON: any field may be missing or null, and times are strings. */
export type Raw<T> = T extends Date
  ? string | null | undefined
  : T extends readonly (infer U)[]
    ? readonly Raw<U>[] | null | undefined
    : T extends object
      ? { readonly [K in keyof T]?: Raw<T[K]> } | null | undefined
      : T | null | undefined;

export function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

export function number(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}

export function bool(value: unknown): boolean | null {
  return typeof value === 'boolean' ? value : null;
}

export function list<T>(value: readonly T[] | null | undefined): readonly NonNullable<T>[] {
  if (!Array.isArray(value)) return [];
  return value.every(isObject) ? value : value.filter(isObject);
}

function isObject(item: unknown): boolean {
  return item !== null && typeof item === 'object';
}

export function texts(value: readonly unknown[] | null | undefined): readonly string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}

export function labels(value: unknown): Labels {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return {};
  if (Object.values(value).every((item) => typeof item === 'string')) return value as Labels;
  return Object.fromEntries(Object.entries(value).filter((entry) => typeof entry[1] === 'string'));
}

/** @returns the time in RFC 3339, as the API writes it, or null */
export function time(value: unknown): string | null {
  return typeof value === 'string' && !Number.isNaN(Date.parse(value)) ? value : null;
}
