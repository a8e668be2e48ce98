/** An error that is printed as one line. Any other error is a defect. */
export class UserError extends Error {
  override name = 'UserError';
  /** Printed before the message, as kubectl does: `error: `, `Error from server (NotFound): ` or nothing. */
  readonly prefix: string;
  constructor(message: string, prefix = 'error: ') {
    super(message);
    this.prefix = prefix;
  }
  /** The message as printed. JavaScriptCore, which runs the executable, sets `line` on errors itself. */
  get fullMessage(): string {
    return this.prefix + this.message;
  }
}

/** @param reason of the Status that the server returned */
export const serverErrorPrefix = (reason: string) => `Error from server (${reason}): `;

export const CONFIGURATION_ERROR_PREFIX = 'Error in configuration: ';

/** A named object that does not exist. */
export class NotFoundError extends UserError {
  override name = 'NotFoundError';
  /** As the API server names it: `services`, `ingresses.networking.k8s.io`. */
  readonly resource: string;
  readonly objectName: string;
  constructor(resource: string, objectName: string) {
    super(`${resource} "${objectName}" not found`, serverErrorPrefix('NotFound'));
    this.resource = resource;
    this.objectName = objectName;
  }
}

/** @param resource as the API server names it */
export function notFound(resource: string, name: string): NotFoundError {
  return new NotFoundError(resource, name);
}

/** A manifest that an API server would reject. */
export class ManifestError extends UserError {
  override name = 'ManifestError';
  readonly file: string;
  readonly lineNumber: number;
  /** The message without file and line. */
  readonly problem: string;
  /** What it has in common with errors of the same kind; empty: nothing. */
  readonly category: string;
  constructor(file: string, lineNumber: number, problem: string, category = '') {
    super(`${file}:${lineNumber}: ${problem}`);
    this.category = category;
    this.file = file;
    this.lineNumber = lineNumber;
    this.problem = problem;
  }
}

/** No response: connection refused, unreachable, TLS failure, timeout, or missing credentials. */
export class ConnectionError extends UserError {
  override name = 'ConnectionError';
}

/** A response that is not 2xx. */
export class StatusError extends UserError {
  override name = 'StatusError';
  readonly code: number;
  /** The reason of the Status: NotFound, Forbidden, Conflict …; empty if the body is no Status. */
  readonly reason: string;
  /** The message of the Status, else the text of the body. */
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

/** A part of a response body exceeds its limit. */
export class PartTooLarge extends Error {}
