/** Ctrl-C, SIGTERM or SIGHUP as an AbortSignal, for as long as this is held. */
export interface Interruption extends Disposable {
  readonly signal: AbortSignal;
}

/** The reason of an aborted signal: a command that sees it ends with exit code 130. */
export class InterruptedError extends Error {
  readonly code = 'interrupted';

  constructor(signal: NodeJS.Signals) {
    super(`interrupted by ${signal}`);
    this.name = 'InterruptedError';
  }
}

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

export const interruption = (): Interruption => {
  const controller = new AbortController();
  const interrupt = (signal: NodeJS.Signals) => controller.abort(new InterruptedError(signal));
  for (const signal of signals) process.on(signal, interrupt);
  return {
    signal: controller.signal,
    [Symbol.dispose]: () => {
      for (const signal of signals) process.off(signal, interrupt);
    },
  };
};
