import { configDefaults, defineConfig } from 'vitest/config';

const setup = (name: string) => `test/support/setup/${name}.ts`;
const setupFiles = [setup('isolate')];
const SLOW = 'test/**/*.slow.test.ts';

export default defineConfig({
  test: {
    // Many tests wait for a process or a socket: no core is kept free for that.
    maxWorkers: '100%',
    // Once for all projects.
    globalSetup: [setup('home'), setup('ask-kubectl')],
    projects: [
      {
        test: {
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: [...configDefaults.exclude, 'test/e2e/**', 'test/package/**', SLOW],
          globalSetup: [setup('launcher')],
          setupFiles,
          testTimeout: 20_000,
        },
      },
      {
        test: {
          name: 'slow',
          include: [SLOW],
          globalSetup: [setup('launcher')],
          setupFiles,
          testTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'package',
          // The tests of connections once more, on the executable.
          include: [
            'test/package/**/*.test.ts',
            'test/kube/credentials/{credentials,exec-plugin,exec-plugin-terminal,oidc,plugin-policy}.test.ts',
            'test/kube/kubeconfig/client-config.test.ts',
            'test/kube/transport/{proxy,request-timeout,socks,transport,warnings-and-trace}.test.ts',
            'test/kube/transport/broken-servers.slow.test.ts',
            'test/kube/side-by-side.test.ts',
            'test/kube/secrets.slow.test.ts',
            'test/cluster/reading/faults.test.ts',
          ],
          globalSetup: [setup('executable')],
          setupFiles,
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts'],
          globalSetup: [setup('cluster')],
          // An existing cluster may be reached by nothing but the environment.
          setupFiles: process.env.USE_EXISTING_CLUSTER === 'true' ? [] : setupFiles,
          testTimeout: 60_000,
          hookTimeout: 90_000,
          sequence: { concurrent: true },
        },
      },
    ],
  },
});
