import http from 'k6/http';
import { expectAnswer, textAt, textsAt, valueAt } from './answers.ts';
import { namespaceAt } from './objects.ts';
import { isFullPage, knownIn, pageSize, type ReadPage } from './pages.ts';
import { namespaceQuery, pipelinesUrl, restParams } from './rest.ts';
import { settings } from './settings.ts';

/** The largest page that KFP gives. */
export const restPageLimit = 200;

const countOf = (answer: Parameters<typeof valueAt>[0]): number => {
  const count = valueAt(answer, 'pipelines.#');
  return typeof count === 'number' ? count : 0;
};

const listUrl = (index: number, size: number, query = ''): string =>
  `${pipelinesUrl}?${namespaceQuery(namespaceAt(index))}page_size=${size}${query}`;

const tokenQuery = (token: string): string => (token === '' ? '' : `&page_token=${encodeURIComponent(token)}`);

/** The filter of one predicate, as a query parameter. */
export const filterQuery = (key: string, operation: string, value: string): string =>
  `&filter=${encodeURIComponent(JSON.stringify({ predicates: [{ key, operation, string_value: value }] }))}`;

/** How many pipelines a list by REST must have at least. */
export const knownByRest = (index: number): number => knownIn(index, settings.multiUser);

/** Reads pages before the measurement; a wrong answer ends the run. */
export const readRestPage: ReadPage = (token, size) => {
  const answer = http.get(listUrl(0, size, tokenQuery(token)), restParams('setup', 'setup'));
  const count = countOf(answer);
  if (answer.status !== 200 || (count === 0 && settings.n > 0))
    throw new Error(`expected a page of pipelines, got ${answer.status} ${answer.error} ${answer.body.slice(0, 300)}`);
  return { count, next: textAt(answer, 'next_page_token') };
};

/** The lists by REST of an operation. Each counts a wrong answer, and returns whether the answer was right. */
export const restLists = (op: string) => {
  const params = restParams(op, 'list');
  return {
    /** The page after a token, or the first one, of the namespace of object `index`. */
    page: (index: number, token = ''): boolean => {
      const answer = http.get(listUrl(index, pageSize, tokenQuery(token)), params);
      return expectAnswer(answer, 200, () => isFullPage(countOf(answer), knownByRest(index)));
    },
    lastPage: (token: string): boolean => {
      const answer = http.get(listUrl(0, pageSize, tokenQuery(token)), params);
      return expectAnswer(
        answer,
        200,
        () => countOf(answer) >= Math.min(1, settings.n) && textAt(answer, 'next_page_token') === '',
      );
    },
    /** A first page for further query parameters; `isRight` judges the texts at a gjson path of its pipelines. */
    selected: (index: number, query: string, path: string, isRight: (texts: readonly string[]) => boolean): boolean => {
      const answer = http.get(listUrl(index, pageSize, query), params);
      return expectAnswer(answer, 200, () => isRight(textsAt(answer, `pipelines.#.${path}`)));
    },
  };
};

/** One page of a walk: the names on it and the token of the next; undefined after a wrong answer, which is counted. */
export const walkRestPage = (
  namespaceIndex: number,
  token: string,
): { readonly names: readonly string[]; readonly next: string } | undefined => {
  const answer = http.get(listUrl(namespaceIndex, restPageLimit, tokenQuery(token)), restParams('walk', 'list'));
  const names = textsAt(answer, 'pipelines.#.name');
  const right = expectAnswer(answer, 200, () => names.length > 0 || knownByRest(namespaceIndex) === 0);
  return right ? { names, next: textAt(answer, 'next_page_token') } : undefined;
};
