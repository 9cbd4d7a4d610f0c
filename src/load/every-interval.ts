import { setTimeout } from 'node:timers/promises';

/** Calls `work` again and again, an interval after its last end, until disposed of. A failure ends the calls silently. */
export const everyInterval = (milliseconds: number, work: () => Promise<void>): Disposable => {
  const ended = new AbortController();
  const loop = async (): Promise<never> => {
    for (;;) {
      await setTimeout(milliseconds, undefined, { signal: ended.signal });
      await work();
    }
  };
  // Only shows progress: what it cannot see, the work itself reports.
  void loop().catch(() => {});
  return { [Symbol.dispose]: () => ended.abort() };
};
