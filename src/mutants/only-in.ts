import type { HttpResponse, Interceptor } from '../contract/exchange.ts';

/** A defect that shows in answers to reads of this path alone, and does everything else unseen. */
export const onlyIn =
  (path: RegExp, defective: Interceptor): Interceptor =>
  async (request, send, surface, replica) => {
    let right: HttpResponse | undefined;
    const answer = await defective(
      request,
      async (sent) => {
        right = await send(sent);
        return right;
      },
      surface,
      replica,
    );
    return request.method === 'GET' && !path.test(request.target) ? (right ?? answer) : answer;
  };

/** The reads of a look at what must not have been changed, by what it looks at. */
export const looks = {
  'the pipeline': /\/(shared)?pipelines\/[^/?]+$/,
  'its versions': /(\/versions|pipelineversions)(\?|$)/,
  'the version': /(\/versions|pipelineversions)\/[^/?]+$/,
  'pipelines made beside it': /\/(shared)?pipelines(\?|$)/,
} as const satisfies Readonly<Record<string, RegExp>>;
