import { AssertionError } from 'node:assert';
import { isSilenceOfTarget, type NoAnswerError } from '../contract/exchange.ts';

/** A failed precondition (`given`): the checks that depend on it are blocked. */
export class BlockedError extends Error {
  readonly code = 'blocked';

  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'BlockedError';
  }
}

/**
 * A finding about the target, as opposed to a defect of the harness or its environment: a failed assertion, or a request
 * that the target did not answer.
 */
export const isFinding = (failure: unknown): failure is AssertionError | NoAnswerError =>
  failure instanceof AssertionError || isSilenceOfTarget(failure);

/** The first line of the error message. */
export const messageOf = (failure: unknown): string =>
  failure instanceof Error ? failure.message.split('\n')[0] || failure.name : String(failure);
