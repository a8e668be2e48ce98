/** A connection to an API server. kube/ implements it; tests replace it with a fake. */
export interface Connection {
  /** The kubeconfig context in use; empty if none. */
  context: string;
  /** The server's URL without a trailing slash. */
  server: string;
  /** The namespace of the flags, else of the context, else "default". */
  namespace: string;
  /**
   * Sends one request; resolves for a 2xx response.
   * @param path absolute, with query: `/api/v1/namespaces/x/services?limit=500`
   * @throws {StatusError} for any other response, {ConnectionError} when there is none
   */
  request(method: string, path: string, options?: RequestOptions): Promise<Answer>;
  /** Closes idle sockets. */
  close(): void;
}

export interface RequestOptions {
  body?: RequestBody;
  /**
   * Reads a JSON body as it arrives, instead of parsing it at once.
   * @param limit maximum bytes of one part
   */
  reader?(limit: number): BodyReader;
}

/** An incremental parser of a JSON body. */
export interface BodyReader {
  /** @throws {SyntaxError} for invalid JSON, {PartTooLarge} */
  write(chunk: Buffer): void;
  /**
   * @returns the JSON that the reader has not consumed; null for an empty body
   * @throws {SyntaxError} if it is truncated
   */
  end(): unknown;
}

export interface RequestBody {
  contentType: string;
  text: string;
}

/** A 2xx response. */
export interface Answer {
  status: number;
  /** The body as parsed JSON, with no typed deserializer in between. */
  json: unknown;
  /** The Date header as ISO 8601; null if absent. */
  date: string | null;
}

/** Values of kubectl's connection flags; absent if not given. */
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
  /** `-v`: 6 logs requests, 8 also headers without secrets. */
  verbosity: number;
}
