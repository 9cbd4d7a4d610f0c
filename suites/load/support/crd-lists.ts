import http from 'k6/http';
import { crdPageLimit } from '../../../src/load/data/page-limits.ts';
import { expectAnswer, textAt, textsAt } from './answers.ts';
import { collectionUrl, crdParams, everyPipelineUrl } from './crd.ts';
import { namespaceAt } from './objects.ts';
import { countAt, isFullPage, knownIn, pageIn, pageSize, type ReadPage } from './pages.ts';
import { settings } from './settings.ts';
import type { WalkPage } from './walk.ts';

const paths = { count: 'items.#', next: 'metadata.continue' } as const;

const withPage = (url: string, size: number, token: string): string =>
  `${url}?limit=${size}${token === '' ? '' : `&continue=${encodeURIComponent(token)}`}`;

const listUrl = (index: number): string => collectionUrl('pipelines', namespaceAt(index));

/** How many pipelines the namespace of object `index` must have at least. */
export const knownInNamespace = (index: number): number => knownIn(index, true);

/** Reads pages before the measurement; a wrong answer ends the run. */
export const readCrdPage: ReadPage = (token, size) =>
  pageIn(http.get(withPage(listUrl(0), size, token), crdParams('setup', 'setup')), paths);

/** The lists by the Kubernetes API of an operation. Each counts a wrong answer, and returns whether the answer was right. */
export const crdLists = (op: string) => {
  const params = crdParams(op, 'list');
  return {
    /** The page after a token, or the first one, of the namespace of object `index`. */
    page: (index: number, token = ''): boolean => {
      const answer = http.get(withPage(listUrl(index), pageSize, token), params);
      return expectAnswer(answer, 200, () => isFullPage(countAt(answer, paths.count), knownInNamespace(index)));
    },
    lastPage: (token: string): boolean => {
      const answer = http.get(withPage(listUrl(0), pageSize, token), params);
      return expectAnswer(
        answer,
        200,
        () => countAt(answer, paths.count) >= Math.min(1, settings.n) && textAt(answer, paths.next) === '',
      );
    },
  };
};

/** Reads one page of a walk of an operation over all namespaces; undefined after a wrong answer, which is counted. */
export const crdWalk = (op: string) => {
  const params = crdParams(op, 'list');
  const url = settings.namespaces === 1 ? listUrl(0) : everyPipelineUrl;
  return (token: string): WalkPage | undefined => {
    const answer = http.get(withPage(url, crdPageLimit, token), params);
    const names = textsAt(answer, 'items.#.metadata.name');
    const right = expectAnswer(answer, 200, () => names.length > 0 || settings.n === 0);
    return right ? { names, next: textAt(answer, paths.next) } : undefined;
  };
};
