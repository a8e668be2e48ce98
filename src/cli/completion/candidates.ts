import type { CompletionSource } from '../../model/command.ts';
import type { ConnectionFlags } from '../../model/connection.ts';
import type { IO } from '../../model/io.ts';
import type { CompletedKind } from '../../pipeline/completion-names.ts';
import { byText } from '../../text/order.ts';

/** A word that a shell may complete, and the text beside it. */
export interface Candidate {
  word: string;
  description?: string;
}

/** What is asked for: at least what begins with `typed`, from where `connection` leads. */
export interface CompletionRequest {
  typed: string;
  /** @throws {UserError} for a line that would be refused */
  connection(): ConnectionFlags;
  io: IO;
}

/** @throws {UserError} when they cannot be had */
export async function candidatesOf(
  source: CompletionSource,
  ask: CompletionRequest,
): Promise<readonly Candidate[]> {
  return SOURCES[source](ask);
}

const SOURCES: Record<CompletionSource, (ask: CompletionRequest) => Promise<readonly Candidate[]>> = {
  // The shell knows its files better.
  file: async () => [],
  format: async () => words((await import('../../render/render-report.ts')).FORMAT_NAMES),
  finding: async () =>
    (await import('../../rules/engine/catalogue.ts')).RULES.map(({ name, summary }) => ({
      word: name,
      description: summary,
    })),
  context: async (ask) => sorted((await kubeconfig(ask)).contexts),
  cluster: async (ask) => sorted((await kubeconfig(ask)).clusters),
  user: async (ask) => sorted((await kubeconfig(ask)).users),
  namespace: (ask) => names(ask, 'Namespace'),
  service: (ask) => names(ask, 'Service'),
  pod: (ask) => names(ask, 'Pod'),
  ingress: (ask) => names(ask, 'Ingress'),
  // One knows an address from elsewhere.
  ip: async () => [],
};

const words = (all: readonly string[]) => all.map((word) => ({ word }));
const sorted = (entries: ReadonlyMap<string, unknown>) => words([...entries.keys()].toSorted(byText));

async function kubeconfig({ connection, io }: CompletionRequest) {
  return (await import('../../pipeline/completion-names.ts')).kubeconfigEntries(connection(), io);
}

async function names(
  { typed, connection, io }: CompletionRequest,
  kind: CompletedKind,
): Promise<readonly Candidate[]> {
  return words(
    await (await import('../../pipeline/completion-names.ts')).objectNames(kind, typed, connection(), io),
  );
}
