import { Refusal, type RefusalKind } from '../ground/api-error.ts';

/** HTTP status and gRPC code of each refusal, as grpc-gateway maps them. */
const CODES: Record<RefusalKind, { readonly http: number; readonly grpc: number }> = {
  invalid: { http: 400, grpc: 3 },
  unauthenticated: { http: 401, grpc: 16 },
  forbidden: { http: 403, grpc: 7 },
  'not-found': { http: 404, grpc: 5 },
  'already-exists': { http: 409, grpc: 6 },
  conflict: { http: 409, grpc: 10 },
  unimplemented: { http: 501, grpc: 12 },
  unavailable: { http: 503, grpc: 14 },
};
const INTERNAL = { http: 500, grpc: 13 };
const TOO_LARGE = { http: 413, grpc: 8 };

export interface RpcStatus {
  readonly http: number;
  readonly grpc: number;
  readonly message: string;
}

/** What a caller is told about an error: refusals as they are, errors of the HTTP layer as bad requests, no internals of others. */
export function rpcStatusOf(error: unknown): RpcStatus {
  if (error instanceof Refusal) return { ...CODES[error.kind], message: error.message };
  const { statusCode = 500, message } = error as { readonly statusCode?: number; readonly message: string };
  if (statusCode === 413) return { ...TOO_LARGE, message: 'The request is too large.' };
  if (statusCode >= 400 && statusCode < 500) return { ...CODES.invalid, message };
  if (statusCode === 503) return { ...CODES.unavailable, message: 'The server is shutting down.' };
  return { ...INTERNAL, message: 'Internal error; the log of the server says more.' };
}

/** The body of grpc-gateway for an error. */
export function rpcStatusBody({ grpc: code, message }: RpcStatus) {
  return { code, message, details: [{ '@type': 'type.googleapis.com/google.rpc.Status', code, message }] };
}
