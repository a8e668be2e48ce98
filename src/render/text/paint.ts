import pc from 'picocolors';
import type { Severity, Status } from '../../model/report/endpoints-report.ts';

/** Colors for words of the output. A healthy state is plain: color is for what needs a look. */
export interface Paint {
  bold(text: string): string;
  dim(text: string): string;
  severity(text: string, severity: Severity): string;
  status(text: string, status: Status): string;
  /** @param good null: unknown */
  state(text: string, good: boolean | null): string;
  /** `2/3`: red if none, yellow if some are missing. */
  count(ready: number, all: number): string;
  /** Dims a cell without a value: `<none>`. */
  cell(text: string): string;
}

export function paint(color: boolean): Paint {
  const { bold, dim, red, yellow, cyan } = pc.createColors(color);
  const plain = (text: string) => text;
  const bySeverity: Record<Severity, (text: string) => string> = { error: red, warning: yellow, info: cyan };
  const byStatus: Record<Status, (text: string) => string> = {
    Healthy: plain,
    Degraded: yellow,
    Unavailable: red,
    ExternalName: plain,
    Unknown: yellow,
  };
  return {
    bold,
    dim,
    severity: (text, severity) => bySeverity[severity](text),
    status: (text, status) => byStatus[status](text),
    state: (text, good) => (good === null ? yellow : good ? plain : red)(text),
    count: (ready, all) => (ready === all && all > 0 ? plain : ready === 0 ? red : yellow)(`${ready}/${all}`),
    cell: (text) => (text === '<none>' ? dim(text) : text),
  };
}
