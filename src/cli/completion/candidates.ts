import type { CompletionSource } from '../../model/command.ts';
import type { ConnectionFlags } from '../../model/connection.ts';
import type { IO } from '../../model/io.ts';
import type { CompletedKind } from '../../pipeline/completion-names.ts';
import { byText } from '../../text/order.ts';

/** A completion candidate. */
export interface Candidate {
  word: string;
  description?: string;
}

/** A request for candidates that begin with `typed`; others may be returned too. */
interface CompletionRequest {
  typed: string;
  /** @throws {UserError} if the command line is invalid */
  connection(): ConnectionFlags;
  io: IO;
}

/** @throws {UserError} if the kubeconfig or the cluster cannot be read */
export async function candidatesOf(
  source: CompletionSource,
  request: CompletionRequest,
): Promise<readonly Candidate[]> {
  return SOURCES[source](request);
}

const SOURCES: Record<CompletionSource, (request: CompletionRequest) => Promise<readonly Candidate[]>> = {
  // The shell completes files.
  file: async () => [],
  format: async () => words((await import('../../render/render-report.ts')).FORMAT_NAMES),
  finding: async () =>
    (await import('../../rules/engine/catalogue.ts')).RULES.map(({ name, summary }) => ({
      word: name,
      description: summary,
    })),
  context: async (request) => sorted((await kubeconfig(request)).contexts),
  cluster: async (request) => sorted((await kubeconfig(request)).clusters),
  user: async (request) => sorted((await kubeconfig(request)).users),
  namespace: (request) => listCandidates(request, 'Namespace'),
  service: (request) => listCandidates(request, 'Service'),
  pod: (request) => listCandidates(request, 'Pod'),
  ingress: (request) => listCandidates(request, 'Ingress'),
  // Addresses are pasted from logs, so there is no list.
  ip: async () => [],
};

const words = (all: readonly string[]) => all.map((word) => ({ word }));
const sorted = (entries: ReadonlyMap<string, unknown>) => words([...entries.keys()].toSorted(byText));

async function kubeconfig({ connection, io }: CompletionRequest) {
  return (await import('../../pipeline/completion-names.ts')).kubeconfigEntries(connection(), io);
}

async function listCandidates(
  { typed, connection, io }: CompletionRequest,
  kind: CompletedKind,
): Promise<readonly Candidate[]> {
  return words(
    await (await import('../../pipeline/completion-names.ts')).objectNames(kind, typed, connection(), io),
  );
}
