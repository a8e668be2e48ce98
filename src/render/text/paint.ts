import pc from 'picocolors';
import type { Severity, Status } from '../../model/report/endpoints-report.ts';

/** Colors for words of the output. */
export interface Paint {
  bold(text: string): string;
  severity(text: string, severity: Severity): string;
  status(text: string, status: Status): string;
  /** @param routable null: unknown */
  routed(text: string, routable: boolean | null): string;
}

export function paint(color: boolean): Paint {
  const { bold, red, yellow, cyan, green } = pc.createColors(color);
  const bySeverity: Record<Severity, (text: string) => string> = { error: red, warning: yellow, info: cyan };
  const byStatus: Record<Status, (text: string) => string> = {
    Healthy: green,
    Degraded: yellow,
    Unavailable: red,
    ExternalName: cyan,
    Unknown: yellow,
  };
  return {
    bold,
    severity: (text, severity) => bySeverity[severity](text),
    status: (text, status) => byStatus[status](text),
    routed: (text, routable) => (routable === null ? yellow : routable ? green : red)(text),
  };
}
