import { itemsOf, jsonOf, text, type Json } from '../../../clients/json-response.ts';
import type { KfpClient, Query } from '../../../clients/kfp.ts';
import { EnvironmentError } from '../../../failures/environment-error.ts';
import { isFinding } from '../../../judgement/check-error.ts';

/** KFP refused a listing. */
export class RefusedListingError extends EnvironmentError {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.name = 'RefusedListingError';
    this.status = status;
  }
}

/** A list by REST. */
export interface RestList {
  readonly kfp: KfpClient;
  /** `/apis/v2beta1/pipelines` */
  readonly path: string;
  /** The field of an answer with its objects: `pipelines`. */
  readonly field: string;
  readonly query?: Query;
  /** Begins the message of a failure: `the listing of namespace team-a`. */
  readonly name: string;
}

const pageSize = 200;

async function* pages({ kfp, path, field, query, name }: RestList): AsyncGenerator<readonly Json[]> {
  const tokens = new Set<string>();
  let token: string | undefined;
  let found = 0;
  do {
    const answer = await kfp.call('GET', path, { query: { ...query, page_size: pageSize, page_token: token } });
    if (answer.status !== 200)
      throw new RefusedListingError(
        answer.status,
        `${name}: the API server answered ${answer.status}: ${answer.body.slice(0, 300)}`,
      );
    const items = itemsOf(answer, field);
    found += items.length;
    yield items;
    token = text(jsonOf(answer), 'next_page_token');
    if (tokens.has(token))
      throw new EnvironmentError(
        `${name} does not end: after ${found} ${field.replaceAll('_', ' ')} the API server repeated a page token`,
      );
    tokens.add(token);
  } while (token !== '');
}

/** The objects of a list, page by page. Throws an EnvironmentError if it is refused, not answered or no list, or does not end. */
export async function* restPages(list: RestList): AsyncGenerator<readonly Json[]> {
  try {
    yield* pages(list);
  } catch (cause) {
    if (!isFinding(cause)) throw cause;
    throw new EnvironmentError(`${list.name}: ${cause.message}`, { cause });
  }
}
