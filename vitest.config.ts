import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: ['test/e2e/**', 'test/package/**'],
          globalSetup: ['test/support/setup/launcher.ts'],
          testTimeout: 20_000,
        },
      },
      {
        test: {
          name: 'package',
          // The tests of connections once more, on the executable.
          include: [
            'test/package/**/*.test.ts',
            'test/cluster/{broken-servers,credentials,exec,faults,oidc,proxy,plugin-policy,request-timeout,secrets,side-by-side,stderr,target,terminal,transport}.test.ts',
          ],
          globalSetup: ['test/support/setup/executable.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts'],
          globalSetup: ['test/support/setup/cluster.ts'],
          testTimeout: 60_000,
          hookTimeout: 90_000,
          sequence: { concurrent: true },
        },
      },
    ],
  },
});
