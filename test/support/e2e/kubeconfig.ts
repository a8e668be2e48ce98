import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { findKubectl } from '../find-kubectl.ts';
import { base64, issue, type KeyPair, keyPair } from '../servers/certificates.ts';

/** A kubeconfig with one context and inline certificates, written as JSON. */
export interface Kubeconfig {
  'current-context': string;
  contexts: { name: string; context: { cluster: string; user: string; namespace?: string } }[];
  clusters: { name: string; cluster: { server: string; 'certificate-authority-data'?: string } }[];
  users: { name: string; user: User }[];
}

export interface User {
  'client-certificate-data'?: string;
  'client-key-data'?: string;
  token?: string;
  as?: string;
  'as-groups'?: string[];
}

export const adminKubeconfig = (directory: string) => pathOf(directory, 'admin');

export const readKubeconfig = (path: string): Kubeconfig => JSON.parse(readFileSync(path, 'utf8'));

/** Writes the kubeconfig of an admin whose certificate the CA of the directory has signed. */
export function writeAdminKubeconfig(directory: string, server: string, pair: KeyPair): string {
  const cluster = { server, 'certificate-authority-data': base64(keyPair(directory, 'ca').certificate) };
  return write(directory, 'admin', {
    'current-context': 'e2e',
    contexts: [{ name: 'e2e', context: { cluster: 'e2e', user: 'admin' } }],
    clusters: [{ name: 'e2e', cluster }],
    users: [{ name: 'admin', user: certificateUser(pair) }],
  });
}

/** Copies the current context of kubectl to one file. */
export function copyCurrentKubeconfig(directory: string): string {
  const view = ['config', 'view', '--raw', '--flatten', '--minify', '--output=json'];
  const { kubectl, skipped } = findKubectl();
  if (!kubectl) throw new Error(`USE_EXISTING_CLUSTER needs kubectl; ${skipped}`);
  return write(directory, 'admin', JSON.parse(execFileSync(kubectl.path, view, { encoding: 'utf8' })));
}

/** Writes a changed copy of a kubeconfig to the same directory. */
export function deriveKubeconfig(from: string, name: string, change: (config: Kubeconfig) => void): string {
  const config = readKubeconfig(from);
  change(config);
  return write(dirname(from), name, config);
}

/** Writes the kubeconfig of an unprivileged user: with a certificate, or by impersonation in an existing cluster. */
export function userKubeconfig(from: string, name: string, groups: string[] = []): string {
  const directory = dirname(from);
  const ours = existsSync(keyPair(directory, 'ca').key);
  return deriveKubeconfig(from, name, ({ users: [admin] }) => {
    if (!admin) return;
    if (ours) admin.user = certificateUser(issue(directory, { name, groups }));
    else Object.assign(admin.user, { as: name, 'as-groups': groups });
  });
}

const certificateUser = ({ certificate, key }: KeyPair): User => ({
  'client-certificate-data': base64(certificate),
  'client-key-data': base64(key),
});

const pathOf = (directory: string, name: string) => join(directory, `${name}.kubeconfig`);

function write(directory: string, name: string, config: Kubeconfig): string {
  const path = pathOf(directory, name);
  const typed = { apiVersion: 'v1', kind: 'Config', ...config };
  writeFileSync(path, JSON.stringify(typed, null, 2), { mode: 0o600 });
  return path;
}
