import { UserError } from '../model/errors.ts';
import type { Report, Severity } from '../model/report/endpoints-report.ts';
import { inspectServices } from '../pipeline/inspect-services.ts';
import { formatsOf } from '../render/render-report.ts';
import { withFindingsUpTo, withoutHealthy, withoutInfo, withoutRules } from '../report/filter.ts';
import { RULES } from '../rules/engine/catalogue.ts';
import { meantFinding } from './finding-names.ts';
import { CONNECTION } from './shared/connection-flags.ts';
import { showProgress } from './shared/progress.ts';
import { formatOf, printInspection } from './shared/report-output.ts';
import { serviceQuery } from './shared/resource-arguments.ts';
import { defineCommand, FILES, outputIn, SCOPE } from './shared/shared-flags.ts';

/** The severities that fail the check, by the value of --fail-on. */
const FAILING = {
  error: ['error'],
  warning: ['error', 'warning'],
  info: ['error', 'warning', 'info'],
  never: [],
} as const satisfies Record<string, readonly Severity[]>;

const NOT_IN_INPUT: ReadonlySet<string> = new Set(
  RULES.filter(({ notInInput }) => notInInput).map(({ name }) => name),
);

type Threshold = keyof typeof FAILING;

/** `check`: findings and an exit code for CI. */
export const check = defineCommand({
  name: 'check',
  summary: 'Report findings only, for everything in scope.',
  usage: ['check [svc] [NAME...]', 'check -A', 'check -f FILE', 'check -k DIR'],
  description: [
    'Exit code: 1 if a finding reaches --fail-on; otherwise 2 if the command line is wrong, something in scope could ' +
      'not be read at all, or the status of a Service is Unknown, except where manifests are only a part of what is ' +
      'applied; otherwise 0. (kubectl on Windows turns every nonzero exit code of a plugin into 1.)',
    'Findings of severity info are shown with -o wide. -o name lists the Services with findings, and other objects ' +
      'with findings of their own. -o github prints annotations for GitHub Actions, including info only with ' +
      '--fail-on info.',
  ].join('\n\n'),
  examples: [
    'kubectl endpoints check',
    'kubectl endpoints check -A --fail-on warning',
    'kubectl endpoints check -f manifests/ -R -o json',
    'kubectl endpoints check -f manifests/ -R -o github',
    'kubectl endpoints check -k overlays/prod --fail-if-empty',
  ],
  shared: [SCOPE, FILES, outputIn(formatsOf('check')), CONNECTION],
  flags: [
    {
      name: 'fail-on',
      type: 'string',
      value: 'SEVERITY',
      default: 'error',
      choices: ['error', 'warning', 'info', 'never'] satisfies readonly Threshold[],
      summary: 'Lowest severity that fails with exit code 1: error, warning, info or never',
    },
    {
      name: 'ignore',
      type: 'list',
      commaSeparated: true,
      value: 'FINDING',
      completes: 'finding',
      summary: 'Do not report these findings, separated by commas; the status of a Service does not change',
    },
    {
      name: 'fail-if-empty',
      type: 'boolean',
      summary: 'Fail with exit code 2 if there is no Service in scope',
    },
    {
      name: 'only-problems',
      type: 'boolean',
      summary: 'Omit Services without findings from JSON and YAML; the summary still counts them',
    },
    {
      name: 'max-findings',
      type: 'string',
      value: 'N',
      summary:
        'Print only the N most severe findings, and how many were omitted; the exit code does not change',
    },
  ],
  completes: { targets: ['service'] },
  async run(call, io) {
    const format = formatOf(call, 'check');
    const threshold = call.flags.failOn;
    const ignored = ignoredRules(call.flags.ignore);
    const most = maximumOf(call.flags.maxFindings);
    const { report, ...inspection } = await inspectServices(
      { call, io, query: serviceQuery(call, 'check'), showProgress },
      false,
    );
    const shown = withoutRules(report, ignored);
    // Info is noise in a code review, unless the check fails on it.
    const isQuiet = format === 'table' || (format === 'github' && threshold !== 'info');
    const told = isQuiet ? withoutInfo(shown) : shown;
    // Names are those of objects, of which none is left out.
    const bounded = format === 'name' ? told : withFindingsUpTo(told, most);
    const printed = call.flags.onlyProblems ? withoutHealthy(bounded) : bounded;
    await printInspection({ ...inspection, report: printed }, 'check', call, io);
    const code = exitCode(shown, threshold);
    if (code === 0 && call.flags.failIfEmpty && report.services.length === 0) return 2;
    return code === 0 && (inspection.missing.length > 0 || inspection.scopeNotice !== '') ? 2 : code;
  },
});

/** @throws {UserError} for an unknown name, which would otherwise silently ignore nothing */
function ignoredRules(names: readonly string[]): ReadonlySet<string> {
  const unknown = names.find((name) => !RULES.some((rule) => rule.name === name));
  if (unknown === undefined) return new Set(names);
  throw new UserError(`unknown finding "${unknown}" in --ignore${meantFinding(unknown)}`);
}

/** @throws {UserError} unless it is a number of findings */
function maximumOf(value: string | null): number {
  if (value === null) return Number.POSITIVE_INFINITY;
  if (/^\d{1,9}$/.test(value)) return Number(value);
  throw new UserError(`invalid value "${value}" for --max-findings: must be a number, 0 or more`);
}

function exitCode({ findings, services }: Report, threshold: Threshold): number {
  const failing: readonly Severity[] = FAILING[threshold];
  if (findings.some(({ severity }) => failing.includes(severity))) return 1;
  // Manifests may be a part of what is applied.
  const isPartial = (names: readonly string[]) => names.some((name) => NOT_IN_INPUT.has(name));
  return services.some(({ status, findings: names }) => status === 'Unknown' && !isPartial(names)) ? 2 : 0;
}
