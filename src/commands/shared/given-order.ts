import { resourceType } from '../../model/resource-type.ts';

/** Orders objects as the line names them, with or without a type before the name. */
export function byGivenNames<T extends { name: string }>(all: readonly T[], args: readonly string[]): T[] {
  if (args.length < 2) return [...all];
  const [first = ''] = args;
  const names = (resourceType(first) ? args.slice(1) : args).map((arg) => arg.slice(arg.indexOf('/') + 1));
  const place = ({ name }: T) => (names.includes(name) ? names.indexOf(name) : names.length);
  return all.toSorted((a, b) => place(a) - place(b));
}
