/** A kubeconfig, flags and environment for kubectl and the plugin. */
import { readFileSync } from 'node:fs';
import type { Feature } from '../find-kubectl.ts';

export const v1 = 'client.authentication.k8s.io/v1';
export const v1beta1 = 'client.authentication.k8s.io/v1beta1';

export interface Case {
  /** Files beside the kubeconfig. `config`, if absent, is built from the fields below. */
  files?: Record<string, string | object>;
  cluster?: object;
  user?: object;
  context?: object;
  flags?: readonly string[];
  env?: Record<string, string>;
  plain?: true;
  /** The feature that kubectl needs. */
  feature?: Feature;
}

export const read = (file: string) => readFileSync(file, 'utf8');

export const plugin = (status: object, apiVersion = v1) =>
  `#!/bin/sh\ncat <<'END'\n${JSON.stringify({ kind: 'ExecCredential', apiVersion, status })}\nEND\n`;
export const exec = (command: string) => ({ apiVersion: v1, command, interactiveMode: 'Never' });
export const noData = { 'certificate-authority-data': undefined };
