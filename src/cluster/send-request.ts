import { jsonOf, type Json } from '../clients/json-response.ts';
import type { HttpResponse } from '../contract/exchange.ts';
import { RefusedError, type RefusedRequest } from './refused-error.ts';

/** Sends single requests to a Kubernetes API: a ClusterClient, or a client whose requests are recorded. */
export interface RequestSender {
  call(method: string, path: string, body?: Json, contentType?: string): Promise<HttpResponse>;
}

export interface ExpectingRequest extends RefusedRequest {
  readonly body?: Json;
  readonly contentType?: string;
  /** Statuses of success. */
  readonly accepted: readonly number[];
}

/** Returns the answer's object. Throws a RefusedError where the answer has another status. */
export const sendRequest = async (
  sender: RequestSender,
  { body, contentType, accepted, ...request }: ExpectingRequest,
): Promise<Json> => {
  const response = await sender.call(request.method, request.path, body, contentType);
  if (!accepted.includes(response.status)) throw new RefusedError(request, response);
  return jsonOf(response);
};
