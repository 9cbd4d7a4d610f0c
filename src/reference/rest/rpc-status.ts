import { ApiError, type ApiErrorKind } from '../ground/api-error.ts';

/** HTTP status and gRPC code of each kind of error, as in grpc-gateway. */
const codes: Record<ApiErrorKind, { readonly http: number; readonly grpc: number }> = {
  invalid: { http: 400, grpc: 3 },
  unauthenticated: { http: 401, grpc: 16 },
  forbidden: { http: 403, grpc: 7 },
  'not-found': { http: 404, grpc: 5 },
  'already-exists': { http: 409, grpc: 6 },
  conflict: { http: 409, grpc: 10 },
  unimplemented: { http: 501, grpc: 12 },
  unavailable: { http: 503, grpc: 14 },
};
const internalError = { http: 500, grpc: 13 };
const payloadTooLarge = { http: 413, grpc: 8 };

export interface RpcStatus {
  readonly http: number;
  readonly grpc: number;
  readonly message: string;
}

/**
 * The error as shown to the caller: ApiErrors unchanged, errors of the HTTP layer as bad requests, others without
 * internals.
 */
export const rpcStatusOf = (error: unknown): RpcStatus => {
  if (error instanceof ApiError) return { ...codes[error.kind], message: error.message };
  const { statusCode = 500, message } = error as { readonly statusCode?: number; readonly message: string };
  if (statusCode === 413) return { ...payloadTooLarge, message: 'The request is too large.' };
  if (statusCode >= 400 && statusCode < 500) return { ...codes.invalid, message };
  if (statusCode === 503) return { ...codes.unavailable, message: 'The server is shutting down.' };
  return { ...internalError, message: 'Internal error; the log of the server says more.' };
};

/** The error body of grpc-gateway. */
export const rpcStatusBody = ({ grpc: code, message }: RpcStatus) => ({
  code,
  message,
  details: [{ '@type': 'type.googleapis.com/google.rpc.Status', code, message }],
});
