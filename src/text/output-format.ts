import { UserError } from '../model/errors.ts';

/**
 * Validates the value of `-o`.
 * @throws {UserError} with kubectl's message (cli-runtime/pkg/genericclioptions, NoCompatiblePrinterError)
 */
export function outputFormat<Format extends string>(wanted: string, allowed: readonly Format[]): Format {
  const format = allowed.find((one) => one === wanted);
  if (format !== undefined) return format;
  throw new UserError(
    `unable to match a printer suitable for the output format ${JSON.stringify(wanted)}, ` +
      `allowed formats are: ${allowed.toSorted().join(',')}`,
  );
}
