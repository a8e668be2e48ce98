import { UserError } from '../model/errors.ts';

/**
 * The value of `-o`, if it is one of these.
 * @throws {UserError} in kubectl's words (cli-runtime/pkg/genericclioptions, NoCompatiblePrinterError)
 */
export function outputFormat<Format extends string>(wanted: string, allowed: readonly Format[]): Format {
  const format = allowed.find((one) => one === wanted);
  if (format !== undefined) return format;
  throw new UserError(
    `unable to match a printer suitable for the output format ${JSON.stringify(wanted)}, ` +
      `allowed formats are: ${allowed.toSorted().join(',')}`,
  );
}
