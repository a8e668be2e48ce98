/** Completion in real shells: by kubectl's script, and by the plugin's own. */
import { existsSync, writeFileSync } from 'node:fs';
import { describe, expect } from 'vitest';
import { findProgramOrSkip } from '../support/binaries.ts';
import { deriveKubeconfig } from '../support/e2e/kubeconfig.ts';
import { service } from '../support/e2e/live-objects.ts';
import type { Namespace } from '../support/e2e/namespace.ts';
import { fishCompletions, Shell, script } from '../support/e2e/shell.ts';
import { test } from '../support/e2e/suite.ts';
import { kubectl } from '../support/kubectl.ts';

const bashCompletion = findProgramOrSkip("completion by kubectl's script", 'bash_completion', [
  '/usr/share/bash-completion',
]);
const bash = findProgramOrSkip('completion in bash', 'bash') && script;
const zsh = findProgramOrSkip('completion in zsh', 'zsh') && script;
const fish = findProgramOrSkip('completion in fish', 'fish');

interface Situation {
  namespace: string;
  kubeconfig: string;
  /** A file that is not a manifest. */
  file: string;
}

/** Two Services, and a context with a name that bash splits. */
async function situation(namespace: Namespace): Promise<Situation> {
  await namespace.create(service('web'), service('web-api'));
  const { name, kubeconfig: from } = namespace;
  const kubeconfig = deriveKubeconfig(from, `${name}-shell`, (config) => {
    const [context] = config.contexts;
    if (context) context.name = 'team:a@b';
    config['current-context'] = 'team:a@b';
  });
  const file = `${kubeconfig}-file.yaml`;
  writeFileSync(file, 'a: 1');
  return { namespace: name, kubeconfig, file };
}

/** A line to type, with Tabs, and the text that must appear when the completed line has run. */
type Scene = readonly [keys: string, shown: string];

const describesWebApi = (line: string): Scene => [`${line}\n`, 'service/web-api'];

const scenes = ({ namespace, file }: Situation): Scene[] => [
  ...[
    'kubectl-endpoints des\t-o na\tsvc web-\t',
    'kubectl-endpoints describe -o=na\tsvc/web-\t',
    'kubectl-endpoints describe -o name --context te\tsvc web-\t',
    'kubectl-endpoints describe -o name --context=team:a\tsvc web-\t',
    'kubectl-endpoints describe -o name --context team:a@\tsvc web-\t',
    `kubectl-endpoints describe -o name --con\t'team:a@b' --names\t${namespace} svc web-\t`,
    'kubectl-endpoints describe -o name --kubeconfig "$KUBECONFIG" svc web-\t',
  ].map(describesWebApi),
  [`kubectl-endpoints check -f ${file.slice(0, -4)}\t\n`, "Object 'Kind' is missing"],
  ['kubectl-endpoints explain scaled\t| head -n 1\n', '# scaled-to-zero'],
];

const scenesOfKubectl = [
  'kubectl endpoints des\t-o name svc web-\t',
  'kubectl endpoints describe -o name svc/web-\t',
  'kubectl endpoints describe -o na\t--context team:\tsvc web-\t',
].map(describesWebApi);

async function expectOnScreen(shell: Shell, all: readonly Scene[]): Promise<void> {
  for (const [typed, shown] of all) {
    const screen = await shell.type(typed);
    expect({ typed, lines: screen.split(/\r?\n/) }).toMatchObject({
      typed,
      lines: expect.arrayContaining([expect.stringContaining(shown)]),
    });
  }
}

/** A line that leaves a file behind if Tab executes it; it is discarded. */
async function expectNothingRuns(shell: Shell, mark: string): Promise<void> {
  await shell.type(`kubectl-endpoints describe --as $(touch ${mark}) --as \`touch ${mark}\` -o na\t`, 'name');
  await shell.type('\u0003');
  expect(existsSync(mark)).toBe(false);
}

/** Completion gives up on a slow server, as on a busy machine. */
const PATIENCE = { retry: 2, timeout: 120_000 };

const BASH = 'bash --norc --noprofile -i';

describe.skipIf(!kubectl || !bash)('Tab in bash', () => {
  test('for the program itself', PATIENCE, async ({ namespace }) => {
    const world = await situation(namespace);
    const { kubeconfig } = world;
    const shell = await Shell.open(BASH, kubeconfig, ['eval "$(kubectl-endpoints completion bash)"']);
    await expectOnScreen(shell, scenes(world));
    await expectNothingRuns(shell, `${kubeconfig}.mark`);
    await shell.close();
  });
});

describe.skipIf(!kubectl || !bash || !bashCompletion)('Tab in bash, with its package', () => {
  test("through kubectl's own script", PATIENCE, async ({ namespace }) => {
    const { kubeconfig } = await situation(namespace);
    const start = [`source ${bashCompletion}`, 'source <(kubectl completion bash)'];
    const shell = await Shell.open(BASH, kubeconfig, start);
    await expectOnScreen(shell, scenesOfKubectl);
    await shell.close();
  });
});

describe.skipIf(!kubectl || !zsh)('Tab in zsh', () => {
  test('for both', PATIENCE, async ({ namespace }) => {
    const world = await situation(namespace);
    const { kubeconfig } = world;
    const scripts = ['kubectl', 'kubectl-endpoints'].map((program) => `source <(${program} completion zsh)`);
    const shell = await Shell.open('zsh -f -i', kubeconfig, [
      'autoload -U compinit; compinit -u -D',
      ...scripts,
    ]);
    await expectOnScreen(shell, [...scenes(world), ...scenesOfKubectl]);
    await expectNothingRuns(shell, `${kubeconfig}.mark`);
    await shell.close();
  });
});

describe.skipIf(!kubectl || !fish)('Tab in fish', () => {
  test('for both', PATIENCE, async ({ namespace }) => {
    const { kubeconfig, file } = await situation(namespace);
    const both = ['web', 'web-api'];
    const expected: Record<string, string[]> = {
      'kubectl endpoints describe svc ': both,
      'kubectl-endpoints describe svc w': both,
      'kubectl-endpoints describe svc/': ['svc/web', 'svc/web-api'],
      'kubectl-endpoints describe --context=': ['--context=team:a@b'],
      'kubectl-endpoints describe --context te': ['team:a@b'],
      'kubectl-endpoints describe --context "team:a@b" svc w': both,
      'kubectl-endpoints describe --context nowhere svc w': [],
      [`kubectl-endpoints check -f ${file.slice(0, -4)}`]: [file],
      [`kubectl-endpoints describe (touch ${kubeconfig}.mark) svc w`]: [],
    };
    const lines = Object.keys(expected);
    expect(fishCompletions(kubeconfig, lines)).toEqual(Object.values(expected));
    expect(existsSync(`${kubeconfig}.mark`)).toBe(false);
  });
});
