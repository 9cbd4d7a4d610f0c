import { exitCode } from './exit-code.ts';
import { ForeseenError } from './foreseen-error.ts';

/** The user ended the command by Ctrl-C or a signal. It is the abort reason of the command's AbortSignal. */
export class InterruptedError extends ForeseenError {
  readonly code = 'interrupted';
  readonly exitCode = exitCode.interrupted;

  constructor(signal: NodeJS.Signals) {
    super(`interrupted by ${signal}`);
    this.name = 'InterruptedError';
  }
}
