import { UserError } from '../model/errors.ts';

/**
 * Validates the value of `-o`.
 * @throws {UserError} with kubectl's message (cli-runtime/pkg/genericclioptions, NoCompatiblePrinterError)
 */
export function outputFormat<Format extends string>(wanted: string, allowed: readonly Format[]): Format {
  const format = allowed.find((one) => one === wanted);
  if (format !== undefined) return format;
  const [printer = ''] =
    /^(jsonpath|jsonpath-as-json|jsonpath-file|go-template|go-template-file|template|custom-columns|custom-columns-file)(?==|$)/.exec(
      wanted,
    ) ?? [];
  if (printer !== '') throw new UserError(`-o ${printer} is not supported; use: -o json | jq`);
  throw new UserError(
    `unable to match a printer suitable for the output format ${JSON.stringify(wanted)}, ` +
      `allowed formats are: ${allowed.toSorted().join(',')}`,
  );
}
