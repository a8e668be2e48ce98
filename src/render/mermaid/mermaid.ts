import type { Report } from '../../model/report/endpoints-report.ts';
import { findingsByService } from '../text/findings.ts';
import type { Detail } from './mermaid-backends.ts';
import { fitted, type Piece } from './mermaid-fit.ts';
import { pictureOf } from './mermaid-service.ts';
import { nodeLine } from './mermaid-syntax.ts';

/** One flowchart, a frame for each Service. */
export function renderMermaid({ services, findings }: Report): string {
  const foundOf = findingsByService(findings);
  return fitted(services, function* pieces(detail: Detail): Iterable<Piece> {
    if (services.length === 0)
      yield { lines: [nodeLine('none', 'box', 'no Services')], targets: 0, edges: 0 };
    for (const [index, service] of services.entries()) {
      const found = foundOf(service);
      yield pictureOf(service, found, detail, `s${index + 1}`);
    }
  });
}
