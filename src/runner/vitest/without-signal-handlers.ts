const signals = ['SIGINT', 'SIGTERM'] as const;

/** Calls `open` and removes the handlers of Ctrl-C and SIGTERM that it added to this process. */
export const withoutSignalHandlers = async <Value>(open: () => Promise<Value>): Promise<Value> => {
  const before = signals.map((signal) => new Set<unknown>(process.listeners(signal)));
  const value = await open();
  signals.forEach((signal, index) => {
    for (const listener of process.listeners(signal))
      if (before[index]?.has(listener) === false) process.off(signal, listener);
  });
  return value;
};
