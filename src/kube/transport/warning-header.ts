import { isUtf8 } from 'node:buffer';
import type { Output } from '../../model/io.ts';
import { escapeText } from '../../text/escape.ts';

/** Reading Endpoints is what this tool is for. */
const EXPECTED = 'v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice';

/** One warning of a Warning header (RFC 7234, section 5.5): code, agent, quoted text. */
const WARNING = /(\d{3}) [^\s,]+ "((?:[^"\\]|\\.)*)"/g;

/** Shows the API server's warnings, each text once. */
export function warningPrinter(stderr: Output): (headers: readonly string[]) => void {
  const shown = new Set([EXPECTED]);
  return (headers) => {
    for (const [, code, quoted = ''] of headers.flatMap((header) => [...header.matchAll(WARNING)])) {
      const text = utf8(quoted.replace(/\\(.)/g, '$1'));
      // Other codes are of caches on the way; Kubernetes uses 299 only.
      if (code !== '299' || shown.has(text)) continue;
      shown.add(text);
      stderr.write(`Warning: ${escapeText(text)}\n`);
    }
  };
}

/** Go writes UTF-8 into headers, Node reads each byte as a character. */
function utf8(text: string): string {
  const bytes = Buffer.from(text, 'latin1');
  return isUtf8(bytes) && bytes.toString('latin1') === text ? bytes.toString() : text;
}
