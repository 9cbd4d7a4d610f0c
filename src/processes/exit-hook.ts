import { constants } from 'node:os';
import { exitCode } from '../failures/exit-code.ts';

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
/** The exit code that shells use for a program that SIGTERM ended. */
const terminated = 128 + constants.signals.SIGTERM;
const ends = new Set<() => void>();

const endAll = (): void => {
  for (const end of ends) end();
  ends.clear();
};

const onSignal = (signal: NodeJS.Signals): void => {
  // Another handler of the signal shuts the environment down in order.
  if (process.listenerCount(signal) > 1) return;
  endAll();
  process.exit(signal === 'SIGINT' ? exitCode.interrupted : terminated);
};

/**
 * Registers `end`, which must be synchronous, to be called when this process ends: by `process.exit`, an uncaught error, or a
 * signal without another handler. The returned function removes it.
 */
export const onProcessExit = (end: () => void): (() => void) => {
  if (ends.size === 0) {
    process.on('exit', endAll);
    for (const signal of signals) process.on(signal, onSignal);
  }
  ends.add(end);
  return () => {
    ends.delete(end);
    if (ends.size > 0) return;
    process.off('exit', endAll);
    for (const signal of signals) process.off(signal, onSignal);
  };
};
