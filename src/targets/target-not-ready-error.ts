import { EnvironmentError } from '../failures/environment-error.ts';

/**
 * The target itself did not become ready: its process ended, or its own answers said so. Unlike any other
 * EnvironmentError of its start, this says something about the target.
 */
export class TargetNotReadyError extends EnvironmentError {
  constructor(...args: ConstructorParameters<typeof EnvironmentError>) {
    super(...args);
    this.name = 'TargetNotReadyError';
  }
}
