import http from 'k6/http';
import { restPageLimit } from '../../../src/load/data/page-limits.ts';
import { expectAnswer, textAt, textsAt } from './answers.ts';
import { namespaceAt } from './objects.ts';
import { countAt, isFullPage, knownIn, pageIn, pageSize, type ReadPage } from './pages.ts';
import { namespaceQuery, pipelinesUrl, restParams } from './rest.ts';
import { settings } from './settings.ts';
import type { WalkPage } from './walk.ts';

const paths = { count: 'pipelines.#', next: 'next_page_token' } as const;

const listUrl = (index: number, size: number, query = ''): string =>
  `${pipelinesUrl}?${namespaceQuery(namespaceAt(index))}page_size=${size}${query}`;

const tokenQuery = (token: string): string => (token === '' ? '' : `&page_token=${encodeURIComponent(token)}`);

/** The filter of one predicate, as a query parameter. */
export const filterQuery = (key: string, operation: string, value: string): string =>
  `&filter=${encodeURIComponent(JSON.stringify({ predicates: [{ key, operation, string_value: value }] }))}`;

/** How many pipelines a list by REST must have at least. */
export const knownByRest = (index: number): number => knownIn(index, settings.multiUser);

/** Reads pages before the measurement; a wrong answer ends the run. */
export const readRestPage: ReadPage = (token, size) =>
  pageIn(http.get(listUrl(0, size, tokenQuery(token)), restParams('setup', 'setup')), paths);

/** The lists by REST of an operation. Each counts a wrong answer, and returns whether the answer was right. */
export const restLists = (op: string) => {
  const params = restParams(op, 'list');
  return {
    /** The page after a token, or the first one, of the namespace of object `index`. */
    page: (index: number, token = ''): boolean => {
      const answer = http.get(listUrl(index, pageSize, tokenQuery(token)), params);
      return expectAnswer(answer, 200, () => isFullPage(countAt(answer, paths.count), knownByRest(index)));
    },
    lastPage: (token: string): boolean => {
      const answer = http.get(listUrl(0, pageSize, tokenQuery(token)), params);
      return expectAnswer(
        answer,
        200,
        () => countAt(answer, paths.count) >= Math.min(1, settings.n) && textAt(answer, paths.next) === '',
      );
    },
    /** A first page for further query parameters; `isRight` judges the texts at a gjson path of its pipelines. */
    selected: (index: number, query: string, path: string, isRight: (texts: readonly string[]) => boolean): boolean => {
      const answer = http.get(listUrl(index, pageSize, query), params);
      return expectAnswer(answer, 200, () => isRight(textsAt(answer, `pipelines.#.${path}`)));
    },
  };
};

/** Lists to walk through: a multi-user server has one for each namespace. */
export const restWalkLists = settings.multiUser ? settings.namespaces : 1;

/** Reads one page of a walk of an operation: undefined after a wrong answer, which is counted. `query`: its order. */
export const restWalk = (op: string) => {
  const params = restParams(op, 'list');
  return (namespaceIndex: number, token: string, query = ''): WalkPage | undefined => {
    const answer = http.get(listUrl(namespaceIndex, restPageLimit, query + tokenQuery(token)), params);
    const names = textsAt(answer, 'pipelines.#.name');
    const right = expectAnswer(answer, 200, () => names.length > 0 || knownByRest(namespaceIndex) === 0);
    return right ? { names, next: textAt(answer, paths.next) } : undefined;
  };
};
