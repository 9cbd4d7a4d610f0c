import { exitCode } from './exit-code.ts';
import { ForeseenError } from './foreseen-error.ts';

/** The user has ended the command, by Ctrl-C or a signal: the reason of the signal that a command hands on. */
export class InterruptedError extends ForeseenError {
  readonly code = 'interrupted';
  readonly exitCode = exitCode.interrupted;

  constructor(signal: NodeJS.Signals) {
    super(`interrupted by ${signal}`);
    this.name = 'InterruptedError';
  }
}
