/** What the caller asked for cannot be done as asked: exit code 2. The message names the option and the remedy. */
export class UsageError extends Error {
  readonly code = 'usage';

  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'UsageError';
  }
}
