import type { HttpRequest } from '../../contract/exchange.ts';
import { NoAnswerError } from '../../contract/exchange.ts';
import { httpSender } from '../../clients/http.ts';
import type { Connection } from '../../clients/connection.ts';
import { jsonObject, objects, type Json } from '../../clients/json-response.ts';

/** How a server pages a collection. */
export interface Paging {
  readonly surface: 'rest' | 'kubernetes';
  /** The path and query of a page. */
  target(page: { readonly size: number; readonly token: string }): string;
  /** The key of the pipelines in a page. */
  readonly key: string;
  tokenOf(page: Json): string;
  idOf(pipeline: Json): string;
  readonly pageSize: number;
}

/** A million objects are decoded for some answers. */
const timeoutMs = 120_000;

export interface Pages {
  /** The status of a GET; undefined: no answer. */
  status(target: string): Promise<number | undefined>;
  page(size: number): Promise<number | undefined>;
  all(): Promise<number | undefined>;
}

/** Reads pages of a collection from a server that may not answer yet. */
export const pagesOf = (
  connection: Connection,
  { surface, target, key, tokenOf, idOf, pageSize }: Paging,
  signal: AbortSignal,
): Pages => {
  const send = httpSender(surface, connection, { record: () => {}, timeoutMs, signal });
  const get = async (path: string) => {
    const request: HttpRequest = { method: 'GET', target: path, headers: { accept: 'application/json' } };
    try {
      return await send(request);
    } catch (cause) {
      signal.throwIfAborted();
      if (cause instanceof NoAnswerError) return undefined;
      throw cause;
    }
  };
  const read = async (size: number, token: string): Promise<Json | undefined> => {
    const answer = await get(target({ size, token }));
    return answer?.status === 200 ? jsonObject(answer.body) : undefined;
  };
  return {
    status: async (path) => (await get(path))?.status,
    page: async (size) => {
      const page = await read(size, '');
      return page && objects(page, key).length;
    },
    all: async () => {
      const ids = new Set<string>();
      let token = '';
      do {
        const page = await read(pageSize, token);
        if (page === undefined) return undefined;
        for (const pipeline of objects(page, key)) ids.add(idOf(pipeline));
        token = tokenOf(page);
      } while (token !== '');
      return ids.size;
    },
  };
};
