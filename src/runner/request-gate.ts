/** Passes the requests of a scenario while its time lasts. */
export interface RequestGate {
  /** Runs a request. After `close` it never starts; its promise is rejected when the scenario is over. */
  readonly pass: <Value>(request: () => Promise<Value>) => Promise<Value>;
  /** Starts no more requests; resolves when those under way have ended and what awaited them has gone on. */
  close(): Promise<void>;
}

/** `over` is aborted when the scenario is over. */
export const requestGate = (over: AbortSignal): RequestGate => {
  const underWay = new Set<Promise<unknown>>();
  let closed = false;
  return {
    pass: <Value>(request: () => Promise<Value>): Promise<Value> => {
      if (closed)
        return new Promise((_, reject) => {
          if (over.aborted) reject(over.reason as Error);
          over.addEventListener('abort', () => reject(over.reason as Error), { once: true });
        });
      const sent = request();
      underWay.add(sent);
      const ended = () => void underWay.delete(sent);
      sent.then(ended, ended);
      return sent;
    },
    close: async () => {
      closed = true;
      await Promise.allSettled(underWay);
      // The check that awaited the last request settles before this.
      await new Promise((resolve) => setImmediate(resolve));
    },
  };
};
