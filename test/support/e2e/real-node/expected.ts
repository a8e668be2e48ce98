/** What reports must tell of the situations, and what connections must find. */

export interface Expected {
  /** The `readyCount` of the port. */
  ready: number;
  /** The Pods that answer connections to the Service, if these are HTTP and any Pod may answer. */
  answer?: string[];
}

/** The ports on which each Pod answers. */
export const LISTENING: Readonly<Record<string, readonly number[]>> = {
  'web-0': [8080],
  'web-1': [8080],
  'two-ports': [8080, 9090],
  failing: [8080],
  next: [8080],
  leaving: [8080],
  staying: [8080],
};

/** By Service and port. */
export const EXPECTED: Readonly<Record<string, Expected>> = {
  'web 80': { ready: 2, answer: ['web-0', 'web-1'] },
  'both-families 80': { ready: 2, answer: ['web-0', 'web-1'] },
  'affinity 80': { ready: 2 },
  'kubernetes 443': { ready: 1 },
  'local 80': { ready: 2, answer: ['web-0', 'web-1'] },
  'node-port 80': { ready: 2, answer: ['web-0', 'web-1'] },
  'headless 80': { ready: 2, answer: ['web-0', 'web-1'] },
  'nobody-listens 80': { ready: 2, answer: [] },
  'no-such-port 80': { ready: 0, answer: [] },
  'nothing-selected 80': { ready: 0, answer: [] },
  'two-ports 80': { ready: 1, answer: ['two-ports'] },
  'two-ports 81': { ready: 1, answer: ['two-ports'] },
  'two-ports 82': { ready: 1, answer: [] },
  'loopback 80': { ready: 1, answer: [] },
  'one-fails 80': { ready: 1, answer: ['web-0'] },
  'all-fail 80': { ready: 0, answer: [] },
  'published 80': { ready: 1, answer: ['failing'] },
  'published-crashing 80': { ready: 1, answer: [] },
  'job 80': { ready: 1, answer: ['next'] },
  'leaving 80': { ready: 1, answer: ['leaving'] },
  'shift 80': { ready: 1, answer: ['staying'] },
  'by-hand 80': { ready: 1, answer: ['web-0'] },
  'dead 80': { ready: 1, answer: [] },
  // kube-proxy translates an address once.
  'to-cluster-ip 80': { ready: 0, answer: [] },
  // kube-proxy takes the endpoint that is ready, or the one that is not.
  'listed-twice 80': { ready: 0 },
  'local-to-no-node 80': { ready: 0, answer: [] },
  'slice-not-ready 80': { ready: 1, answer: ['web-1'] },
};

/** The errors and warnings of each Service that has any. */
export const FINDINGS: Readonly<Record<string, readonly string[]>> = {
  'all-fail': ['error pod-not-ready'],
  leaving: ['warning only-terminating-endpoints'],
  'listed-twice': ['warning endpoint-listed-twice'],
  'local-to-no-node': ['error nodes-without-local-endpoints', 'warning endpoint-without-node'],
  'no-such-port': ['error target-port-unresolved'],
  'nothing-selected': ['error selector-matches-no-pods'],
  'one-fails': ['warning pod-not-ready'],
  'published-crashing': ['warning pod-not-ready'],
  'to-cluster-ip': ['error endpoint-is-cluster-ip'],
};
