/** Words failed responses as kubectl does (pkg/cmd/util/helpers.go, checkErr and StandardErrorMessage). */
import { StatusError, serverErrorPrefix } from '../../model/errors.ts';

/** The fields of a meta/v1 Status that messages use. */
interface ApiStatus {
  message?: string;
  reason?: string;
  details?: Details | undefined;
}

interface Details {
  kind?: string;
  name?: string;
  causes?: readonly { field?: string; message?: string }[];
}

/** client-go's reason and message for a code without a Status (api/errors, NewGenericServerResponse). */
const GENERIC_RESPONSES: Readonly<Record<number, readonly [reason: string, message: string]>> = {
  400: ['BadRequest', 'the server rejected our request for an unknown reason'],
  401: ['Unauthorized', 'the server has asked for the client to provide credentials'],
  403: ['Forbidden', 'the server does not allow access to the requested resource'],
  404: ['NotFound', 'the server could not find the requested resource'],
  405: ['MethodNotAllowed', 'the server does not allow this method on the requested resource'],
  406: ['NotAcceptable', 'the server was unable to respond with a content type that the client supports'],
  409: ['Conflict', 'the server reported a conflict'],
  415: ['UnsupportedMediaType', 'the server does not know the content type of the request'],
  422: ['Invalid', 'the server rejected our request due to an error in our request'],
  429: ['TooManyRequests', 'the server has received too many requests and has asked us to try again later'],
  503: ['ServiceUnavailable', 'the server is currently unable to handle the request'],
  504: [
    'Timeout',
    'the server was unable to return a response in the time allotted, but may still be processing the request',
  ],
};

/** Codes whose generic message the body's text replaces. */
const BODY_AS_MESSAGE = new Set([403, 406, 415]);

/** @param body JSON, a proxy's HTML, or empty */
export function statusError(code: number, body: string): StatusError {
  const status = parseStatus(body) ?? genericStatus(code, body);
  const { reason = '', message = '', details } = status;
  return new StatusError(printedMessage(status, code), { code, reason, serverMessage: message, details });
}

function parseStatus(body: string): ApiStatus | null {
  try {
    const json = JSON.parse(body);
    return json?.kind === 'Status' ? statusOf(json) : null;
  } catch {
    return null;
  }
}

/** Replaces fields of a wrong type. @throws {TypeError} for a null cause */
function statusOf({ message, reason, details }: Readonly<Record<string, unknown>>): ApiStatus {
  const { kind, name, causes } = (details ?? {}) as Record<string, unknown>;
  const listed = Array.isArray(causes) ? causes : [];
  return {
    message: textOf(message),
    reason: textOf(reason),
    details: {
      ...(details as object),
      kind: textOf(kind),
      name: textOf(name),
      causes: listed.map((cause) => ({ field: textOf(cause.field), message: textOf(cause.message) })),
    },
  };
}

const textOf = (value: unknown) => (typeof value === 'string' ? value : '');

function genericStatus(code: number, body: string): ApiStatus {
  const [reason, message] = GENERIC_RESPONSES[code] ?? [];
  const line = firstLine(body);
  if (line && code === 400) return { reason: 'BadRequest', message: `${message}: ${line}` };
  if (reason && message) return { reason, message: line && BODY_AS_MESSAGE.has(code) ? line : message };
  if (code >= 500)
    return {
      reason: 'InternalError',
      message: `an error on the server (${JSON.stringify(line || 'unknown')}) has prevented the request from succeeding`,
    };
  const nothing = `the server responded with the status code ${code} but did not return more information`;
  return { message: line || nothing };
}

/** The first line of a plain-text body; empty for HTML or JSON. */
function firstLine(body: string): string {
  const [first = ''] = body.trim().split('\n', 1);
  return /^[<{[]/.test(first) ? '' : first.trim().slice(0, 200);
}

/** The message and its prefix as kubectl prints them. */
function printedMessage(status: ApiStatus, code: number): { message: string; prefix: string } {
  const { reason = '', message = '' } = status;
  if (reason === 'Unauthorized')
    return { prefix: 'error: ', message: `You must be logged in to the server (${message})` };
  if (reason === 'Invalid') return { prefix: '', message: invalidMessage(status) };
  if (reason) return { prefix: serverErrorPrefix(reason), message };
  const withoutReason = message || `the server responded with the status code ${code}`;
  return { prefix: 'Error from server: ', message: withoutReason };
}

function invalidMessage({
  message = '',
  details: { kind = '', name = '', causes = [] } = {},
}: ApiStatus): string {
  const named = kind !== '' || name !== '';
  const subject = named ? `The ${kind} ${JSON.stringify(name)} is invalid` : 'The request is invalid';
  const faults = [...new Set(causes.map((cause) => `${cause.field ?? ''}: ${cause.message ?? ''}`))];
  if (faults.length > 1) return `${subject}: \n${faults.map((fault) => `* ${fault}`).join('\n')}`;
  if (faults.length === 1) return `${subject}: ${faults[0]}`;
  return named || message === '' ? subject : `${subject}: ${message}`;
}
