import { exitCode } from './exit-code.ts';
import { ForeseenError } from './foreseen-error.ts';

/** The options of the caller are invalid. The message names the option and the remedy. */
export class UsageError extends ForeseenError {
  readonly code = 'usage';
  readonly exitCode = exitCode.usage;

  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'UsageError';
  }
}
