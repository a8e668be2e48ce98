/** An answer that is a failure, in kubectl's words (pkg/cmd/util/helpers.go, checkErr and StandardErrorMessage). */
import { StatusError, serverErrorPrefix } from '../../model/errors.ts';

/** The parts of meta/v1 Status that are shown. */
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

/** What client-go says of a code when the body says nothing (api/errors, NewGenericServerResponse). */
const GENERIC: Readonly<Record<number, readonly [reason: string, message: string]>> = {
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

/** Where the server's own words stand for the code's. */
const EXPLAINED = new Set([403, 406, 415]);

/** @param body of the answer: JSON, a proxy's HTML, or empty */
export function statusError(code: number, body: string): StatusError {
  const status = parse(body) ?? generic(code, body);
  const { reason = '', message = '', details } = status;
  return new StatusError(wording(status, code), { code, reason, serverMessage: message, details });
}

function parse(body: string): ApiStatus | null {
  try {
    const json = JSON.parse(body);
    return json?.kind === 'Status' ? statusOf(json) : null;
  } catch {
    return null;
  }
}

/** Whatever types it has. @throws {TypeError} for an entry that is null */
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

function generic(code: number, body: string): ApiStatus {
  const [reason, message] = GENERIC[code] ?? [];
  const said = saying(body);
  if (said && code === 400) return { reason: 'BadRequest', message: `${message}: ${said}` };
  if (reason && message) return { reason, message: said && EXPLAINED.has(code) ? said : message };
  if (code >= 500)
    return {
      reason: 'InternalError',
      message: `an error on the server (${JSON.stringify(said || 'unknown')}) has prevented the request from succeeding`,
    };
  const nothing = `the server responded with the status code ${code} but did not return more information`;
  return { message: said || nothing };
}

/** The first line of a plain text; a page of HTML says nothing in one line. */
function saying(body: string): string {
  const [first = ''] = body.trim().split('\n', 1);
  return /^[<{[]/.test(first) ? '' : first.trim().slice(0, 200);
}

/** In what words kubectl prints it. */
function wording(status: ApiStatus, code: number): { message: string; prefix: string } {
  const { reason = '', message = '' } = status;
  if (reason === 'Unauthorized')
    return { prefix: 'error: ', message: `You must be logged in to the server (${message})` };
  if (reason === 'Invalid') return { prefix: '', message: invalid(status) };
  if (reason) return { prefix: serverErrorPrefix(reason), message };
  const said = message || `the server responded with the status code ${code}`;
  return { prefix: 'Error from server: ', message: said };
}

function invalid({ message = '', details: { kind = '', name = '', causes = [] } = {} }: ApiStatus): string {
  const named = kind !== '' || name !== '';
  const subject = named ? `The ${kind} ${JSON.stringify(name)} is invalid` : 'The request is invalid';
  const faults = [...new Set(causes.map((cause) => `${cause.field ?? ''}: ${cause.message ?? ''}`))];
  if (faults.length > 1) return `${subject}: \n${faults.map((fault) => `* ${fault}`).join('\n')}`;
  if (faults.length === 1) return `${subject}: ${faults[0]}`;
  return named || message === '' ? subject : `${subject}: ${message}`;
}
