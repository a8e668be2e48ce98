/** What a connection to an API server offers. cluster/ implements it; tests put a fake in its place. */
export interface Connection {
  /** The name of the kubeconfig context in use; empty when there is none. */
  context: string;
  /** The server's URL without a trailing slash. */
  server: string;
  /** The namespace where none was asked for: that of the context, else "default". */
  namespace: string;
  /**
   * One request; resolves for every 2xx answer with its JSON.
   * @param path from the root, with its query: `/api/v1/namespaces/x/services?limit=500`
   * @throws {StatusError} for any other answer, {ConnectionError} when there is none
   */
  request(method: string, path: string, extra?: RequestOptions): Promise<Answer>;
  /** Ends idle sockets. */
  close(): void;
}

export interface RequestOptions {
  body?: RequestBody;
  /**
   * Reads a JSON answer as it arrives, instead of having it parsed as a whole.
   * @param limit bytes of one part
   */
  reader?(limit: number): BodyReader;
}

export interface BodyReader {
  /** @throws {SyntaxError} for what is no JSON, {PartTooLarge} */
  write(chunk: Buffer): void;
  /** @returns the answer's JSON, or what is left of it; null for nothing. @throws {SyntaxError} where its end is missing */
  end(): unknown;
}

export interface RequestBody {
  contentType: string;
  text: string;
}

export interface Answer {
  status: number;
  /** The body, parsed; never passed through a serializer. */
  json: unknown;
  /** The server's Date header as ISO 8601; null if it sent none. */
  date: string | null;
}

/** All of kubectl's connection flags, as given; absent where not given. */
export interface ConnectionFlags {
  kubeconfig?: string;
  kuberc?: string;
  context?: string;
  cluster?: string;
  user?: string;
  server?: string;
  token?: string;
  as?: string;
  asGroup?: readonly string[];
  asUid?: string;
  asUserExtra?: readonly string[];
  certificateAuthority?: string;
  clientCertificate?: string;
  clientKey?: string;
  insecureSkipTlsVerify?: boolean;
  tlsServerName?: string;
  requestTimeout?: string;
  disableCompression?: boolean;
  namespace?: string;
  /** `-v`: 6 shows requests, 8 headers with secrets removed. */
  verbosity: number;
}
