import type { ResourceType } from '../../model/command.ts';
import { RESOURCE_TYPES, resourceType } from '../../model/resource-type.ts';

/** The completions of a resource argument. */
export interface ResourceWords {
  types: readonly string[];
  /** Names of a type, each prefixed by `before`; those in `except` are given already. */
  names: { type: ResourceType; before: string; except: readonly string[] } | null;
}

const NOTHING: ResourceWords = { types: [], names: null };

/** @param args the preceding ones, without the name of the command */
export function resourceWords(
  targets: readonly ResourceType[],
  args: readonly string[],
  typed: string,
): ResourceWords {
  const first = args[0] ?? typed;
  const slashed = first.includes('/');
  if (args.length === 0 && !slashed)
    return { types: typeWords(targets, typed), names: bareName(targets, typed) };
  if (args.some((arg) => arg.includes('/') !== slashed)) return NOTHING;
  const [word = ''] = first.split('/');
  const type = resourceType(word);
  if (!type || !targets.includes(type)) return NOTHING;
  return { types: [], names: { type, before: slashed ? `${word}/` : '', except: args } };
}

/** A single word that is no type names a Service. An empty word completes to types only. */
function bareName(targets: readonly ResourceType[], typed: string): ResourceWords['names'] {
  return typed !== '' && targets.includes('service') ? { type: 'service', before: '', except: [] } : null;
}

/** The main word of each type; aliases only if no main word matches. */
function typeWords(targets: readonly ResourceType[], typed: string): string[] {
  const all = targets.map((target) =>
    [...RESOURCE_TYPES].filter(([, type]) => type === target).map(([word]) => word),
  );
  const begun = (words: readonly string[]) => words.filter((word) => word.startsWith(typed));
  const usual = begun(all.flatMap(([word = '']) => word));
  return usual.length > 0 ? usual : begun(all.flat());
}
