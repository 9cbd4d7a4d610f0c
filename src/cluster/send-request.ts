import { jsonOf, type Json } from '../clients/json-response.ts';
import type { ReceivedResponse } from '../contract/exchange.ts';
import { RefusedError, type RefusedRequest } from './refused-error.ts';

/** Sends single requests to a Kubernetes API: a ClusterClient, or a client that records its requests. */
export interface RequestSender {
  call(method: string, path: string, body?: Json, contentType?: string): Promise<ReceivedResponse>;
}

export interface SendRequestOptions extends RefusedRequest {
  readonly body?: Json;
  readonly contentType?: string;
  /** The status codes that count as success. */
  readonly accepted: readonly number[];
}

/**
 * Returns the object in the answer, `{}` for an accepted refusal, such as a deletion that found nothing. Throws a
 * RefusedError if the status is not an accepted one, and an UnusableAnswerError if a success has no object.
 */
export const sendRequest = async (
  sender: RequestSender,
  { body, contentType, accepted, ...request }: SendRequestOptions,
): Promise<Json> => {
  const response = await sender.call(request.method, request.path, body, contentType);
  if (!accepted.includes(response.status)) throw new RefusedError(request, response);
  return response.status >= 400 ? {} : jsonOf(response);
};
