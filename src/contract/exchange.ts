/** A request as it is sent. `target` is path and query; the body is bytes, or text in UTF-8. */
export interface HttpRequest {
  readonly method: string;
  readonly target: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Uint8Array | string;
}

/** An answer as it was received; the body is decoded as UTF-8. */
export interface HttpResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** One request and its result. Exactly one of `response` and `error` is defined. */
export interface Exchange {
  readonly surface: 'rest' | 'kubernetes';
  /**
   * The target replica that the request was sent to, from 0; absent if the request was sent to the load-balanced
   * address.
   */
  readonly replica?: number;
  readonly request: HttpRequest;
  readonly response?: HttpResponse;
  readonly error?: string;
  /** Milliseconds from sending to the end of the answer. */
  readonly durationMs: number;
}

/** Intercepts the requests of a client: it may change the request or the answer, or answer itself. */
export type Interceptor = (
  request: HttpRequest,
  send: (request: HttpRequest) => Promise<HttpResponse>,
  surface: Exchange['surface'],
  replica?: number,
) => Promise<HttpResponse>;

/** A request that got no answer: refused, reset, or timed out. It is a finding about the target. */
export class NoAnswerError extends Error {
  readonly code = 'no-answer';
  readonly request: HttpRequest;

  constructor(request: HttpRequest, cause: unknown) {
    const detail = cause instanceof Error ? cause.message : String(cause);
    super(`${request.method} ${request.target} got no answer: ${detail}`, { cause });
    this.name = 'NoAnswerError';
    this.request = request;
  }
}
