/** Those who wait for one of a few things that are lent: first come, first served. */
export interface Turns {
  /** Resolves when something may have become free; rejects with the signal's reason when aborted. */
  wait(key: string): Promise<void>;
  /** Something has become free: the first who waits goes on. */
  next(key: string): void;
}

export const turns = (signal: AbortSignal): Turns => {
  const waiting = new Map<string, (() => void)[]>();
  return {
    wait: (key) =>
      new Promise((resolve, reject) => {
        const aborted = () => reject(signal.reason as Error);
        if (signal.aborted) aborted();
        signal.addEventListener('abort', aborted, { once: true });
        const come = () => {
          signal.removeEventListener('abort', aborted);
          resolve();
        };
        waiting.set(key, [...(waiting.get(key) ?? []), come]);
      }),
    next: (key) => waiting.get(key)?.shift()?.(),
  };
};
