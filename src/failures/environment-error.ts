/** A component, the database or the target could not be had or did not become ready: exit code 3. */
export class EnvironmentError extends Error {
  readonly code = 'environment';

  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'EnvironmentError';
  }
}
