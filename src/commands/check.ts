import type { Command } from '../model/command.ts';
import type { Report, Severity } from '../model/report.ts';
import { inspect } from './inspect.ts';
import { formatOf, printInspection } from './output.ts';

const THRESHOLDS = ['error', 'warning', 'info', 'never'] as const;

export const check: Command = {
  name: 'check',
  summary: 'Findings only, over everything in scope.',
  usage: ['check [svc] [NAME...]', 'check -A', 'check -f FILE'],
  description:
    'Exit code: 1 if a finding reaches --fail-on; else 2 if usage is wrong, something in scope could not be read at all,\nor the state of a Service is Unknown; else 0. (kubectl on Windows turns every failing code of a plugin into 1.)\nFindings of severity info are shown with -o wide.',
  examples: [
    'kubectl endpoints check',
    'kubectl endpoints check -A --fail-on warning',
    'kubectl endpoints check -f manifests/ -R -o json',
  ],
  shared: ['scope', 'files', 'output', 'connection'],
  flags: [
    {
      name: 'fail-on',
      type: 'string',
      value: 'SEVERITY',
      default: 'error',
      choices: THRESHOLDS,
      summary: 'The severity from which on the exit code is 1: error, warning, info or never',
    },
  ],
  completes: { targets: ['service'] },
  async run(call, io) {
    formatOf(call);
    const inspection = await inspect(call, io, false);
    await printInspection(inspection, 'check', call, io);
    const code = exitCode(inspection.report, call.flags.text('fail-on'));
    return code === 0 && inspection.missing.length > 0 ? 2 : code;
  },
};

function exitCode({ findings, services }: Report, threshold: string): number {
  const failing: Record<string, readonly Severity[]> = {
    error: ['error'],
    warning: ['error', 'warning'],
    info: ['error', 'warning', 'info'],
    never: [],
  };
  if (findings.some(({ severity }) => failing[threshold]?.includes(severity))) return 1;
  return services.some(({ status }) => status === 'Unknown') ? 2 : 0;
}
