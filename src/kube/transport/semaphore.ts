/** A counting semaphore, first come, first served. */
export class Semaphore {
  #free: number;
  /** The waiters' resolve functions, in order of arrival. */
  readonly #waiters = new Set<() => void>();

  constructor(size: number) {
    this.#free = size;
  }

  /** @throws the signal's reason when it is aborted */
  async acquire(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    if (this.#free > 0) {
      this.#free -= 1;
      return;
    }
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const onAbort = () => {
      this.#waiters.delete(resolve);
      reject(signal.reason);
    };
    this.#waiters.add(resolve);
    signal.addEventListener('abort', onAbort);
    await promise.finally(() => signal.removeEventListener('abort', onAbort));
  }

  release(): void {
    const [next] = this.#waiters;
    if (!next) {
      this.#free += 1;
      return;
    }
    this.#waiters.delete(next);
    next();
  }
}
