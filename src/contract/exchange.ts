import { EnvironmentError } from '../failures/environment-error.ts';

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

/** An answer as a client returns it, with the request that it answers: `json-response.ts` reads only such answers. */
export interface ReceivedResponse extends HttpResponse {
  readonly surface: Exchange['surface'];
  readonly asked: Pick<HttpRequest, 'method' | 'target'>;
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

/** A request that got no answer: refused, reset, or timed out. */
export class NoAnswerError extends Error {
  readonly code = 'no-answer';
  readonly request: HttpRequest;
  readonly surface: Exchange['surface'];

  constructor(request: HttpRequest, surface: Exchange['surface'], cause: unknown) {
    const detail = cause instanceof Error ? cause.message : String(cause);
    super(`${request.method} ${request.target} got no answer: ${detail}`, { cause });
    this.name = 'NoAnswerError';
    this.request = request;
    this.surface = surface;
  }
}

/**
 * Whether the target owed an answer and gave none, which is a finding. Where the Kubernetes API gives none, the target had
 * no part in it: for a webhook that hangs kube-apiserver answers after its time-out.
 */
export const isSilenceOfTarget = (failure: unknown): failure is NoAnswerError =>
  failure instanceof NoAnswerError && failure.surface === 'rest';

const excerptLength = 200;

/** The beginning of a body, on one line. */
export const excerptOf = (body: string): string => {
  const line = body.replaceAll(/\s+/g, ' ').trim();
  if (line === '') return 'an empty body';
  return line.length <= excerptLength ? line : `${line.slice(0, excerptLength)}… (${body.length} characters)`;
};

/** `GET /x: expected a list, got 403: forbidden` */
export const unexpectedAnswer = ({ asked, status, body }: ReceivedResponse, expected: string): string =>
  `${asked.method} ${asked.target}: expected ${expected}, got ${status}: ${excerptOf(body)}`;

const sources: Readonly<Record<Exchange['surface'], string>> = {
  rest: 'a gateway or login page may stand before the KFP API server',
  kubernetes: "the answer is the Kubernetes API's and none of the target",
};

/**
 * An answer that says nothing about the target: it cannot come from a KFP API server, or the Kubernetes API refused the
 * harness a look. It is no finding, so the check that asked is an `error`.
 */
export class UnusableAnswerError extends EnvironmentError {
  readonly status: number;
  /** The beginning of the answer's body. */
  readonly excerpt: string;

  constructor(answer: ReceivedResponse, expected: string) {
    super(`${unexpectedAnswer(answer, expected)}; ${sources[answer.surface]}`);
    this.name = 'UnusableAnswerError';
    this.status = answer.status;
    this.excerpt = excerptOf(answer.body);
  }
}
