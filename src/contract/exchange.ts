/** A request as it goes out. `target` is path and query; the body is bytes, or text in UTF-8. */
export interface HttpRequest {
  readonly method: string;
  readonly target: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Uint8Array | string;
}

/** An answer as it came in; the body is read as UTF-8. */
export interface HttpResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** One request and what came of it. Exactly one of `response` and `error` is there. */
export interface Exchange {
  readonly surface: 'rest' | 'kubernetes';
  /** Which of the target's replicas was asked, from 0; absent: whichever it comes to. */
  readonly replica?: number;
  readonly request: HttpRequest;
  readonly response?: HttpResponse;
  readonly error?: string;
  /** Milliseconds from sending to the end of the answer. */
  readonly durationMs: number;
}

/** Stands between a client and the target: it may change the request, the answer, or answer by itself. */
export type Interceptor = (
  request: HttpRequest,
  send: (request: HttpRequest) => Promise<HttpResponse>,
  surface: Exchange['surface'],
  replica?: number,
) => Promise<HttpResponse>;

/** A request that got no answer: refused, reset, or not answered in time. It says something about the target. */
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
