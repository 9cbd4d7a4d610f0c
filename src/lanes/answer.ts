/**
 * The result of a call, with the same meaning on REST and on the Kubernetes API: 200/201 ok, 400 and 422 invalid, 401
 * unauthenticated, 403 forbidden, 404 missing, 409 conflict, 501 unsupported, any other status failed. A denial by an
 * admission webhook is `invalid` with any status.
 */
export type AnswerKind =
  'ok' | 'invalid' | 'unauthenticated' | 'forbidden' | 'missing' | 'conflict' | 'unsupported' | 'failed';

/** The answer to one call. `value` is defined if and only if `kind` is `ok`. */
export interface Answer<Value> {
  readonly kind: AnswerKind;
  readonly status: number;
  /** The target's error message, if it rejected the call. */
  readonly message: string;
  readonly value?: Value;
  /** The surface and the call in words. */
  readonly call?: string;
}

const kinds: Readonly<Record<number, AnswerKind>> = {
  200: 'ok',
  201: 'ok',
  400: 'invalid',
  401: 'unauthenticated',
  403: 'forbidden',
  404: 'missing',
  409: 'conflict',
  413: 'invalid',
  422: 'invalid',
  501: 'unsupported',
};

export const kindOfStatus = (status: number): AnswerKind => kinds[status] ?? 'failed';
