import { ManifestError, type UserError } from '../../model/errors.ts';
import { counted, listed } from '../../text/list.ts';

/** Errors of one kind are told one by one up to this number. */
const MOST_OF_A_KIND = 3;
const MOST_PLACES = 8;
const MOST_LINES = 12;

/** The lines for errors: of manifests one line for many of a kind, and never more than fit on a screen. */
export function errorLines(errors: readonly UserError[]): string[] {
  const kinds = Map.groupBy(errors, (error) => (error instanceof ManifestError && error.category) || error);
  const grouped = [...kinds].flatMap(([kind, all]) =>
    typeof kind === 'string' && all.length > MOST_OF_A_KIND
      ? [{ line: `error: ${counted(all.length, 'manifest')}: ${kind}: ${placesOf(all)}`, errors: all }]
      : all.map((error) => ({ line: error.fullMessage, errors: [error] })),
  );
  if (grouped.length <= MOST_LINES) return grouped.map(({ line }) => line);
  const rest = grouped.slice(MOST_LINES - 1).flatMap((group) => group.errors);
  return [
    ...grouped.slice(0, MOST_LINES - 1).map(({ line }) => line),
    `error: ${rest.length} more: ${placesOf(rest)}`,
  ];
}

function placesOf(errors: readonly UserError[]): string {
  const places = new Map<string, string>();
  for (const error of errors) {
    const [file, line] =
      error instanceof ManifestError ? [error.file, `:${error.lineNumber}`] : [error.message, ''];
    if (!places.has(file)) places.set(file, file + line);
  }
  return listed([...places.values()], MOST_PLACES);
}
