/** What hangs on something else is given this long before it is told for itself. */
const delaysMs = { engine: 0, node: 200, database: 1000 } as const;

/**
 * One signal for everything that may end by itself. A database in a node ends with it, and a node with its engine: the
 * reason is that of what the others hang on.
 */
export const whatBroke = (signals: Readonly<Record<keyof typeof delaysMs, AbortSignal>>): AbortSignal => {
  const broken = new AbortController();
  for (const name of ['engine', 'node', 'database'] as const) {
    const signal = signals[name];
    const tell = () => setTimeout(() => broken.abort(signal.reason), delaysMs[name]);
    if (signal.aborted) tell();
    else signal.addEventListener('abort', tell, { once: true });
  }
  return broken.signal;
};
