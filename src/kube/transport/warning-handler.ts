/** Prints the warnings of an API server, as client-go's WarningHandler does. */
import { isUtf8 } from 'node:buffer';
import type { Output } from '../../model/io.ts';
import { escapeText } from '../../text/escape.ts';

/** Not shown: this tool reads Endpoints on purpose. */
const ENDPOINTS_DEPRECATED = 'v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice';

/** One warning of a Warning header (RFC 7234, section 5.5): code, agent, quoted text. */
const WARNING = /(\d{3}) [^\s,]+ "((?:[^"\\]|\\.)*)"/g;

/** Prints each text once. */
export function warningHandler(stderr: Output): (headers: readonly string[]) => void {
  const shown = new Set([ENDPOINTS_DEPRECATED]);
  return (headers) => {
    for (const [, code, quoted = ''] of headers.flatMap((header) => [...header.matchAll(WARNING)])) {
      const text = decodeUtf8(quoted.replace(/\\(.)/g, '$1'));
      // Kubernetes uses code 299 only; the others come from HTTP caches.
      if (code !== '299' || shown.has(text)) continue;
      shown.add(text);
      stderr.write(`Warning: ${escapeText(text)}\n`);
    }
  };
}

/** Go writes header values as UTF-8; Node reads each byte as a character. */
function decodeUtf8(text: string): string {
  const bytes = Buffer.from(text, 'latin1');
  return isUtf8(bytes) && bytes.toString('latin1') === text ? bytes.toString() : text;
}
