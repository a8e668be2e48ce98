/** A credential for requests, and a source that renews it. */
import type { KeyPair } from '../transport/tls-options.ts';

export interface Credential {
  /** The value of the Authorization header; null for none. */
  authorization: string | null;
  keyPair: KeyPair | null;
}

export interface CredentialSource {
  /** Returns the credential for the next request. @throws {UserError} if there is none */
  get(): Promise<Credential>;
  /** Called after a 401. @returns whether to retry with the credential that get() returns now */
  renew(refused: Credential): Promise<boolean>;
}
