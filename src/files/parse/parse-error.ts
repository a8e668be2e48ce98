import { UserError } from '../../model/errors.ts';

/**
 * The error for a file that does not parse.
 * @param text is searched for a template that was not rendered
 */
export function parseFailure(file: string, error: unknown, text: string): UserError {
  const template = templateIn(text.split('\n'), lineOf(error));
  if (template !== null) return new UserError(`error parsing ${file}: ${template}`);
  const reason = error instanceof Error ? error.message.split('\n', 1)[0] : String(error);
  return new UserError(`error parsing ${file}: ${reason}`);
}

/** The line of the error, counted from 0; null: unknown. */
function lineOf(error: unknown): number | null {
  const { mark } = (error ?? {}) as { mark?: { line: number } };
  return mark?.line ?? null;
}

/** The template that stopped the parser, or the first one in the place of a value, without quotes. */
function templateIn(lines: readonly string[], failed: number | null): string | null {
  const at =
    failed !== null && lines[failed]?.includes('{{')
      ? failed
      : lines.findIndex((line) => /^\s*(?:- +)?(?:[\w./-]+: +)?\{\{/.test(line));
  if (at < 0) return null;
  return `line ${at + 1} is a template that was not rendered: ${lines[at]?.trim().slice(0, 60)}`;
}
