/** Tests do not depend on the environment in which they run. */
import { homedir } from 'node:os';
import { expect, inject, test } from 'vitest';
import { isolated } from './support/environment.ts';

test.each([
  'KUBECONFIG',
  'KUBERC',
  'KUBERNETES_SERVICE_HOST',
  'HTTPS_PROXY',
  'no_proxy',
  'NO_COLOR',
  'FORCE_COLOR',
  'LC_ALL',
  'COLUMNS',
  'BASH_ENV',
  'NODE_OPTIONS',
  'NODE_EXTRA_CA_CERTS',
  'GIT_DIR',
  'SOURCE_DATE_EPOCH',
])('%s is not seen', (name) => {
  expect(isolated({ [name]: 'x' }, '/home')).not.toHaveProperty(name);
  expect(process.env).not.toHaveProperty(name);
});

test('programs are found, language and time are the same everywhere', () => {
  expect(isolated({ PATH: '/bin', LANG: 'tr_TR', TZ: 'Asia/Kathmandu' }, '/home')).toEqual({
    PATH: '/bin',
    HOME: '/home',
    USERPROFILE: '/home',
    LANG: 'C.UTF-8',
    TZ: 'UTC',
    GIT_CONFIG_NOSYSTEM: '1',
  });
  expect(new Date(0).getTimezoneOffset()).toBe(0);
});

test('the home is a folder of the run', () => {
  expect(homedir()).toBe(inject('home'));
});
