import { constants } from 'node:os';
import { exitCode } from '../failures/exit-code.ts';

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
/** As a shell tells that SIGTERM ended a program. */
const terminated = 128 + constants.signals.SIGTERM;
const ends = new Set<() => void>();

const endAll = (): void => {
  for (const end of ends) end();
  ends.clear();
};

const onSignal = (signal: NodeJS.Signals): void => {
  // Who handles the signal himself also ends the environment, in order.
  if (process.listenerCount(signal) > 1) return;
  endAll();
  process.exit(signal === 'SIGINT' ? exitCode.interrupted : terminated);
};

/**
 * Calls `end`, which must be synchronous, when this process ends with it still registered: by `process.exit`, an uncaught
 * error, or a signal that nobody else listens to. The function given back takes it off again.
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
