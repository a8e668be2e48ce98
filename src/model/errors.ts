/** Errors that reach the user as one line; everything else is a defect. */
export class UserError extends Error {
  override name = 'UserError';
  /** What kubectl puts before the message where it prints it: `error: `, `Error from server (NotFound): `, nothing. */
  readonly prefix: string;
  constructor(message: string, prefix = 'error: ') {
    super(message);
    this.prefix = prefix;
  }
  /** As it is printed. */
  get line(): string {
    return this.prefix + this.message;
  }
}

/** The prefix of what a server said, by the reason of its Status. */
export const serverErrorPrefix = (reason: string) => `Error from server (${reason}): `;

export const CONFIGURATION_ERROR_PREFIX = 'Error in configuration: ';

/** @param resource as the API server names it: `services`, `ingresses.networking.k8s.io` */
export function notFound(resource: string, name: string): UserError {
  return new UserError(`${resource} "${name}" not found`, serverErrorPrefix('NotFound'));
}

/** A manifest that no API server would take. */
export class ManifestError extends UserError {
  override name = 'ManifestError';
  readonly file: string;
  readonly lineNumber: number;
  /** What is wrong, without the place. */
  readonly problem: string;
  constructor(file: string, at: number, what: string) {
    super(`${file}:${at}: ${what}`);
    this.file = file;
    this.lineNumber = at;
    this.problem = what;
  }
}

/** No answer: refused, unreachable, TLS, timed out, credentials that could not be had. */
export class ConnectionError extends UserError {
  override name = 'ConnectionError';
}

/** The server answered with a failure. `status` is the body where it was a Status object. */
export class StatusError extends UserError {
  override name = 'StatusError';
  readonly code: number;
  /** The Status's reason: NotFound, Forbidden, Conflict …; empty when the body was none. */
  readonly reason: string;
  /** The Status's message, or what the body said. */
  readonly serverMessage: string;
  readonly details: unknown;
  constructor(
    { message, prefix }: { message: string; prefix: string },
    answer: { code: number; reason: string; serverMessage: string; details?: unknown },
  ) {
    super(message, prefix);
    this.code = answer.code;
    this.reason = answer.reason;
    this.serverMessage = answer.serverMessage;
    this.details = answer.details;
  }
}

/** A part of an answer that is larger than its limit. */
export class PartTooLarge extends Error {}
