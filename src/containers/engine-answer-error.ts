import { EnvironmentError } from '../failures/environment-error.ts';

/** A container engine answered a request with an unexpected status. */
export class EngineAnswerError extends EnvironmentError {
  readonly status: number;
  /** The body of the answer. */
  readonly body: string;

  constructor(request: string, status: number, body: string) {
    super(`the container engine answered ${request} with ${status}: ${body}`);
    this.name = 'EngineAnswerError';
    this.status = status;
    this.body = body;
  }
}

/** Whether a failure, of the harness's client or of dockerode, is an engine's answer with one of these statuses. */
export const isEngineAnswer = (failure: unknown, ...statuses: readonly number[]): boolean => {
  const status =
    failure instanceof EngineAnswerError ? failure.status : (failure as { readonly statusCode?: unknown }).statusCode;
  return statuses.some((one) => one === status);
};
