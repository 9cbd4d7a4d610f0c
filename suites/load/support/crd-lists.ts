import http from 'k6/http';
import { expectAnswer, textAt, textsAt, valueAt } from './answers.ts';
import { collectionUrl, crdParams, everyPipelineUrl } from './crd.ts';
import { namespaceAt } from './objects.ts';
import { isFullPage, knownIn, pageSize, type ReadPage } from './pages.ts';
import { settings } from './settings.ts';

/** The page size of kubectl. */
export const crdPageLimit = 500;

const countOf = (answer: Parameters<typeof valueAt>[0]): number => {
  const count = valueAt(answer, 'items.#');
  return typeof count === 'number' ? count : 0;
};

const withPage = (url: string, size: number, token: string): string =>
  `${url}?limit=${size}${token === '' ? '' : `&continue=${encodeURIComponent(token)}`}`;

const listUrl = (index: number): string => collectionUrl('pipelines', namespaceAt(index));

/** How many pipelines the namespace of object `index` must have at least. */
export const knownInNamespace = (index: number): number => knownIn(index, true);

/** Reads pages before the measurement; a wrong answer ends the run. */
export const readCrdPage: ReadPage = (token, size) => {
  const answer = http.get(withPage(listUrl(0), size, token), crdParams('setup', 'setup'));
  const count = countOf(answer);
  if (answer.status !== 200 || (count === 0 && settings.n > 0))
    throw new Error(`expected a page of pipelines, got ${answer.status} ${answer.error} ${answer.body.slice(0, 300)}`);
  return { count, next: textAt(answer, 'metadata.continue') };
};

/** The lists by the Kubernetes API of an operation. Each counts a wrong answer, and returns whether the answer was right. */
export const crdLists = (op: string) => {
  const params = crdParams(op, 'list');
  return {
    /** The page after a token, or the first one, of the namespace of object `index`. */
    page: (index: number, token = ''): boolean => {
      const answer = http.get(withPage(listUrl(index), pageSize, token), params);
      return expectAnswer(answer, 200, () => isFullPage(countOf(answer), knownInNamespace(index)));
    },
    lastPage: (token: string): boolean => {
      const answer = http.get(withPage(listUrl(0), pageSize, token), params);
      return expectAnswer(
        answer,
        200,
        () => countOf(answer) >= Math.min(1, settings.n) && textAt(answer, 'metadata.continue') === '',
      );
    },
  };
};

/** One page of a walk over all namespaces; undefined after a wrong answer, which is counted. */
export const walkCrdPage = (
  token: string,
): { readonly names: readonly string[]; readonly next: string } | undefined => {
  const url = settings.namespaces === 1 ? listUrl(0) : everyPipelineUrl;
  const answer = http.get(withPage(url, crdPageLimit, token), crdParams('walk', 'list'));
  const names = textsAt(answer, 'items.#.metadata.name');
  const right = expectAnswer(answer, 200, () => names.length > 0 || settings.n === 0);
  return right ? { names, next: textAt(answer, 'metadata.continue') } : undefined;
};
