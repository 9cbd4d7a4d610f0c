import type { HttpResponse } from '../../contract/exchange.ts';
import { jsonObject, type Json } from '../../clients/json-response.ts';
import type { Query } from '../../clients/kfp.ts';
import type { ProbeContext } from './probe-context.ts';

/** A request of a probe, and the client that sends it. */
export interface ProbeRequest {
  readonly by: 'kfp' | 'shared' | 'kubernetes';
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly path: string;
  readonly query?: Query;
  readonly json?: unknown;
}

/** An answer that means that a feature is absent: its status, and the gRPC code and a text of its body. */
export interface KnownAnswer {
  readonly status: number;
  /** Absent: any. */
  readonly code?: number;
  /** Absent: any. */
  readonly text?: RegExp;
}

/** Throws a NoAnswerError if there is no answer. */
export const ask = (
  { kfp, shared, kubernetes }: ProbeContext,
  { by, method, path, query, json }: ProbeRequest,
): Promise<HttpResponse> => {
  if (by !== 'kubernetes')
    return { kfp, shared }[by].call(method, path, {
      ...(query !== undefined && { query }),
      ...(json !== undefined && { json }),
    });
  if (kubernetes === undefined) throw new Error(`${method} ${path}: pipelines are not stored in the Kubernetes API`);
  return kubernetes.call(method, path, json);
};

/** The body as a JSON object; undefined for any other body. Nothing is read into an answer of another shape. */
export const bodyOf = ({ body }: Pick<HttpResponse, 'body'>): Json | undefined => jsonObject(body);

/** The text at a path of fields; `''` if there is none. A probe decides by such texts, so none of them is an error. */
export const textAt = (body: Json | undefined, ...path: readonly string[]): string => {
  const value = path.reduce<unknown>(
    (parent, key) => (typeof parent === 'object' && parent !== null ? (parent as Json)[key] : undefined),
    body,
  );
  return typeof value === 'string' ? value : '';
};

const shownLength = 200;

/** `POST /apis/v2beta1/pipelines was answered 503: upstream connect error` */
export const answerText = ({ method, path }: ProbeRequest, { status, body }: HttpResponse): string => {
  const shown = body.length <= shownLength ? body : `${body.slice(0, shownLength)}…`;
  return `${method} ${path} was answered ${status}: ${shown.replaceAll(/\s+/g, ' ').trim()}`;
};

export const isKnown = (answer: HttpResponse, { status, code, text }: KnownAnswer): boolean =>
  answer.status === status &&
  (code === undefined || bodyOf(answer)?.['code'] === code) &&
  (text?.test(answer.body) ?? true);
