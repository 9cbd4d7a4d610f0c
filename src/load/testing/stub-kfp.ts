import type { RequestListener, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';

/** Answers like KFP's pipeline service, from one pipeline of any name; enough for the scripts get-by-name and create. */
export interface StubKfp {
  readonly listener: RequestListener;
  readonly count: () => number;
}

/** Ends an answer, now or later. */
export type Deliver = (send: () => void, response: ServerResponse) => void;

const named = (name: string): string => JSON.stringify({ name, pipeline_id: crypto.randomUUID() });

/** `deliver` decides when, or whether, an answer is sent. */
export const stubKfp = (deliver: Deliver = (send) => send()): StubKfp => {
  let pipelines = 10;
  const listener: RequestListener = (request, response) => {
    void text(request).then((body) => {
      if (request.method === 'POST') pipelines += 1;
      const name =
        request.method === 'POST'
          ? (JSON.parse(body) as { name: string }).name
          : (new URL(request.url ?? '', 'http://stub').pathname.split('/').at(-1) ?? '');
      deliver(() => response.end(named(name)), response);
    });
  };
  return { listener, count: () => pipelines };
};
