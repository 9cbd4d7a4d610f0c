import type { RefinedResponse, Response } from 'k6/http';
import { objectsIn } from '../../../src/load/data/namespaces.ts';
import { shownContent, textAt, valueAt } from './answers.ts';
import { settings } from './settings.ts';
import { storeSize } from './store.ts';

/** The page size of KFP by default. */
export const pageSize = 20;

/** Whether a first or middle page of this many objects is as long as it must be in a store of `known` objects or more. */
export const isFullPage = (count: number, known: number): boolean =>
  known >= pageSize ? count === pageSize : count >= known && count <= pageSize;

/** How many of the pipelines 0 … N − 1 a list shows; a single-user server has one namespace. */
export const knownIn = (index: number, byNamespace: boolean): number =>
  byNamespace ? objectsIn(settings.namespaces, storeSize(), index) : storeSize();

interface Walked {
  readonly count: number;
  /** Empty on the last page. */
  readonly next: string;
}

/** Reads the page after a token with at most `size` objects. Throws for a wrong answer. */
export type ReadPage = (token: string, size: number) => Walked;

/** The number at a gjson path of an answer, such as `items.#`; 0 if it has none. */
export const countAt = (answer: Response, path: string): number => {
  const count = valueAt(answer, path);
  return typeof count === 'number' ? count : 0;
};

/** The page in an answer, by the gjson paths of the number of its objects and of its token. Throws for a wrong answer. */
export const pageIn = (
  answer: RefinedResponse<'text'>,
  paths: { readonly count: string; readonly next: string },
): Walked => {
  const count = countAt(answer, paths.count);
  if (answer.status !== 200 || (count === 0 && settings.n > 0))
    throw new Error(`expected a page of objects, got ${answer.status} ${answer.error} ${shownContent(answer)}`);
  return { count, next: textAt(answer, paths.next) };
};

/** The token of a page about the middle of `known` objects; empty if the store has one page. */
export const middleToken = (read: ReadPage, known: number, largestPage: number): string => {
  let token = '';
  for (let seen = 0; seen < known / 2 - pageSize;) {
    const page = read(token, Math.min(largestPage, Math.max(pageSize, Math.floor(known / 2) - seen)));
    if (page.next === '') break;
    token = page.next;
    seen += page.count;
  }
  return token;
};

/** The token of the last page of at most `pageSize` objects; empty if the store has one page. */
export const lastToken = (read: ReadPage, largestPage: number): string => {
  let token = '';
  for (const size of [largestPage, pageSize]) {
    for (let page = read(token, size); page.next !== ''; page = read(token, size)) token = page.next;
  }
  return token;
};
