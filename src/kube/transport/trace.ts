/** Logs requests for `-v`, as client-go's debugging round tripper does. */
import type { OutgoingHttpHeaders } from 'node:http';
import type { Output } from '../../model/io.ts';
import { escapeText } from '../../text/escape.ts';
import { maskUrl } from '../../text/mask-url.ts';
import type { HttpRequest, HttpResponse } from './http-message.ts';

const REQUEST_LEVEL = 6;
const HEADER_LEVEL = 8;
const SECRET_HEADER = /^(authorization|proxy-authorization|www-authenticate|cookie|set-cookie)$/i;

/** Logs a round trip that has ended. */
export type Trace = (request: HttpRequest, outcome: HttpResponse | Error, milliseconds: number) => void;

/** Logs requests from `-v=6` on, and their headers, without secrets, from 8 on. */
export function requestTracer(verbosity: number, stderr: Output): Trace {
  if (verbosity < REQUEST_LEVEL) return () => {};
  return (request, outcome, milliseconds) => {
    const failed = outcome instanceof Error;
    const result = failed ? `failed (${outcome.message})` : `${outcome.status} ${outcome.statusText}`;
    const lines = [`${request.method} ${request.url} ${result} in ${Math.round(milliseconds)} milliseconds`];
    if (verbosity >= HEADER_LEVEL) {
      lines.push('Request Headers:', ...headerLines(request.headers));
      if (!failed) lines.push('Response Headers:', ...headerLines(outcome.headers));
    }
    stderr.write(lines.map((line) => `${escapeText(line)}\n`).join(''));
  };
}

function headerText(name: string, value: string): string {
  if (SECRET_HEADER.test(name)) return '<masked>';
  return /^(content-)?location$/i.test(name) ? maskUrl(value) : value;
}

function headerLines(headers: OutgoingHttpHeaders | HttpResponse['headers']): string[] {
  return Object.entries(headers).flatMap(([name, values]) =>
    [values ?? []].flat().map((value) => `    ${name}: ${headerText(name, String(value))}`),
  );
}
