import { exitCode } from './exit-code.ts';
import { ForeseenError } from './foreseen-error.ts';

/** What the caller asked for cannot be done as asked. The message names the option and the remedy. */
export class UsageError extends ForeseenError {
  readonly code = 'usage';
  readonly exitCode = exitCode.usage;

  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'UsageError';
  }
}
