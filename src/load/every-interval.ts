/** Calls `work` again and again, an interval after its last end, until disposed of. A failure ends the calls silently. */
export const everyInterval = (milliseconds: number, work: () => Promise<void>): Disposable => {
  const ended = new AbortController();
  const loop = async (): Promise<void> => {
    while (!ended.signal.aborted) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, milliseconds);
        ended.signal.addEventListener(
          'abort',
          () => {
            clearTimeout(timer);
            resolve();
          },
          { once: true },
        );
      });
      if (!ended.signal.aborted) await work();
    }
  };
  // Only shows progress: what it cannot see, the work itself reports.
  void loop().catch(() => {});
  return { [Symbol.dispose]: () => ended.abort() };
};
