import { describe, expect, test } from 'vitest';
import { statusError } from '../../../src/kube/errors/status-error.ts';

const status = (fields: object) => JSON.stringify({ kind: 'Status', ...fields });
const line = (code: number, body: string) => statusError(code, body).fullMessage;

test.each([
  [404, 'NotFound', 'services "nope" not found'],
  [403, 'Forbidden', 'services is forbidden: User "bob" cannot list resource "services"'],
  [409, 'AlreadyExists', 'services "x" already exists'],
  [409, 'Conflict', 'Apply failed with 1 conflict'],
  [400, 'BadRequest', 'json: cannot unmarshal'],
  [500, 'InternalError', 'Internal error occurred: x'],
  [503, 'ServiceUnavailable', 'the server is currently unable to handle the request'],
  [429, 'TooManyRequests', 'Too many requests, please try again later.'],
])('%d %s', (code, reason, message) => {
  const error = statusError(code, status({ code, reason, message, details: { kind: 'x' } }));
  expect(error.fullMessage).toBe(`Error from server (${reason}): ${message}`);
  expect({ prefix: error.prefix, message: error.message }).toEqual({
    prefix: `Error from server (${reason}): `,
    message,
  });
  expect(error).toMatchObject({ code, reason, serverMessage: message, details: { kind: 'x' } });
});

describe('other forms', () => {
  const causes = [
    { field: 'spec.ports', message: 'Required value' },
    { field: 'spec.ports', message: 'Required value' },
  ];
  const second = { field: 'metadata.name', message: 'Invalid value: "1x"' };

  test.each([
    [
      'Unauthorized',
      401,
      { reason: 'Unauthorized', message: 'Unauthorized' },
      'error: You must be logged in to the server (Unauthorized)',
    ],
    ['no reason', 500, { message: 'etcd is slow' }, 'Error from server: etcd is slow'],
    [
      'one cause',
      422,
      { reason: 'Invalid', details: { kind: 'Service', name: 'x', causes } },
      'The Service "x" is invalid: spec.ports: Required value',
    ],
    [
      'several causes',
      422,
      { reason: 'Invalid', details: { kind: 'Service', name: 'x', causes: [...causes, second] } },
      'The Service "x" is invalid: \n* spec.ports: Required value\n* metadata.name: Invalid value: "1x"',
    ],
    [
      'no causes',
      422,
      { reason: 'Invalid', message: 'why', details: { kind: 'Service', name: 'x' } },
      'The Service "x" is invalid',
    ],
    [
      'details that are null',
      422,
      { reason: 'Invalid', message: 'why', details: null },
      'The request is invalid: why',
    ],
    [
      'nothing of its type',
      500,
      { reason: ['x'], message: { a: 1 }, details: 'z' },
      'Error from server: the server responded with the status code 500',
    ],
    [
      'a cause that is null',
      422,
      { reason: 'Invalid', details: { causes: [null] } },
      'The request is invalid: the server rejected our request due to an error in our request',
    ],
    [
      'causes that are none',
      422,
      { reason: 'Invalid', message: 'why', details: { causes: 'x' } },
      'The request is invalid: why',
    ],
    ['no details', 422, { reason: 'Invalid', message: 'why' }, 'The request is invalid: why'],
  ])('%s', (_, code, fields, expected) => {
    expect(line(code, status(fields))).toBe(expected);
  });
});

test.each([
  [
    404,
    '404 page not found\n',
    'Error from server (NotFound): the server could not find the requested resource',
  ],
  [
    401,
    '',
    'error: You must be logged in to the server (the server has asked for the client to provide credentials)',
  ],
  [403, 'go away', 'Error from server (Forbidden): go away'],
  [
    400,
    'Client sent an HTTP request to an HTTPS server.\n',
    'Error from server (BadRequest): the server rejected our request for an unknown reason: Client sent an HTTP request to an HTTPS server.',
  ],
  [
    502,
    '<html>…',
    'Error from server (InternalError): an error on the server ("unknown") has prevented the request from succeeding',
  ],
  [
    502,
    'no upstream',
    'Error from server (InternalError): an error on the server ("no upstream") has prevented the request from succeeding',
  ],
  [
    503,
    '<html>…',
    'Error from server (ServiceUnavailable): the server is currently unable to handle the request',
  ],
  [
    418,
    '',
    'Error from server: the server responded with the status code 418 but did not return more information',
  ],
  [
    418,
    '{"kind":"Pod"}',
    'Error from server: the server responded with the status code 418 but did not return more information',
  ],
])('%d without a Status: %j', (code, body, expected) => {
  expect(line(code, body)).toBe(expected);
});
