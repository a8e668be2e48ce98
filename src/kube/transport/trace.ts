import type { OutgoingHttpHeaders } from 'node:http';
import type { Output } from '../../model/io.ts';
import { escapeText } from '../../text/escape.ts';
import { maskUrl } from '../../text/mask-url.ts';
import type { Exchange, Reply } from './exchange.ts';

const REQUESTS = 6;
const HEADERS = 8;
const SECRET = /^(authorization|proxy-authorization|www-authenticate|cookie|set-cookie)$/i;

/** Tells of an exchange that has ended. */
export type Trace = (sent: Exchange, outcome: Reply | Error, milliseconds: number) => void;

/** For `-v`: from 6 on the requests, from 8 on their headers without secrets. */
export function tracer(verbosity: number, stderr: Output): Trace {
  if (verbosity < REQUESTS) return () => {};
  return (sent, outcome, milliseconds) => {
    const failed = outcome instanceof Error;
    const result = failed ? `failed (${outcome.message})` : `${outcome.status} ${outcome.statusText}`;
    const lines = [`${sent.method} ${sent.url} ${result} in ${Math.round(milliseconds)} milliseconds`];
    if (verbosity >= HEADERS) {
      lines.push('Request Headers:', ...headerLines(sent.headers));
      if (!failed) lines.push('Response Headers:', ...headerLines(outcome.headers));
    }
    stderr.write(lines.map((line) => `${escapeText(line)}\n`).join(''));
  };
}

function shown(name: string, value: string): string {
  if (SECRET.test(name)) return '<masked>';
  return /^(content-)?location$/i.test(name) ? maskUrl(value) : value;
}

function headerLines(headers: OutgoingHttpHeaders | Reply['headers']): string[] {
  return Object.entries(headers).flatMap(([name, values]) =>
    [values ?? []].flat().map((value) => `    ${name}: ${shown(name, String(value))}`),
  );
}
