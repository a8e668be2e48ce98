import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { base64, createAuthority, issue, type KeyPair, type Subject } from './certificates.ts';

/** A CA for the tests of one file. */
export interface Authority {
  directory: string;
  ca: KeyPair;
  /** The CA certificate for certificate-authority-data. */
  data: string;
  /** A certificate for 127.0.0.1. */
  server: KeyPair;
  issue(name: string, addresses?: readonly string[], more?: Partial<Subject>): KeyPair;
}

export function authority(): Authority {
  const directory = mkdtempSync(join(tmpdir(), 'kubectl-endpoints-ca-'));
  afterAll(() => rmSync(directory, { recursive: true }));
  const ca = createAuthority(directory);
  const issued: Authority['issue'] = (name, addresses = [], more = {}) =>
    issue(directory, { name, addresses, ...more });
  return {
    directory,
    ca,
    data: base64(ca.certificate),
    server: issued('server', ['127.0.0.1']),
    issue: issued,
  };
}

export const clientData = (pair: KeyPair) => ({
  'client-certificate-data': base64(pair.certificate),
  'client-key-data': base64(pair.key),
});
