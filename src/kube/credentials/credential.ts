import type { KeyPair } from '../transport/tls.ts';

export interface Credential {
  /** The value of the Authorization header; null for none. */
  authorization: string | null;
  keyPair: KeyPair | null;
}

export interface Credentials {
  /** For the next request. @throws {UserError} when they cannot be had */
  get(): Promise<Credential>;
  /** After the server has refused this one: whether another is worth a try. */
  renew(refused: Credential): Promise<boolean>;
}
