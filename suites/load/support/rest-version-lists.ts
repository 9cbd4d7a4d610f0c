import http from 'k6/http';
import { Counter } from 'k6/metrics';
import { restPageLimit } from '../../../src/load/data/page-limits.ts';
import { pipelineName } from '../../../src/load/data/names.ts';
import { expectAnswer, textAt, textsAt } from './answers.ts';
import { namespaceAt } from './objects.ts';
import { countAt, isFullPage, middleToken, pageIn, pageSize } from './pages.ts';
import { namespaceQuery, pipelinesUrl, restParams } from './rest.ts';
import { settings } from './settings.ts';

const { parent = 0, prefix, versions } = settings;
const paths = { count: 'pipeline_versions.#', next: 'next_page_token' } as const;

/** The versions that the server says the pipeline has. */
const versionCount = new Counter('figure_versions');

/** The pipeline whose versions are listed, and the token of the page in their middle. */
export interface ListedVersions {
  readonly id: string;
  readonly middle: string;
}

const versionsUrl = (id: string, size: number, token: string): string =>
  `${pipelinesUrl}/${id}/versions?page_size=${size}${token === '' ? '' : `&page_token=${encodeURIComponent(token)}`}`;

/** Finds pipeline PARENT and its pages. Throws, and so ends the test, if it does not have VERSIONS versions. */
export const findVersions = (): ListedVersions => {
  const params = restParams('setup', 'setup');
  const name = pipelineName(prefix, parent);
  const id = textAt(
    http.get(`${pipelinesUrl}/names/${name}?${namespaceQuery(namespaceAt(parent))}`, params),
    'pipeline_id',
  );
  const found = countAt(http.get(versionsUrl(id, 1, ''), params), 'total_size');
  if (versions === 0 || found !== versions)
    throw new Error(
      `expected ${name} to have VERSIONS, ${versions} and at least 1, versions; the server says ${found}`,
    );
  versionCount.add(found);
  const middle = middleToken(
    (token, size) => pageIn(http.get(versionsUrl(id, size, token), params), paths),
    versions,
    restPageLimit,
  );
  return { id, middle };
};

/** The pages of versions of an operation. It counts a wrong answer, and returns whether the answer was right. */
export const restVersionLists = (op: string) => {
  const params = restParams(op, 'list-versions');
  return {
    page: (id: string, token: string): boolean => {
      const answer = http.get(versionsUrl(id, pageSize, token), params);
      return expectAnswer(
        answer,
        200,
        () =>
          isFullPage(countAt(answer, paths.count), versions) &&
          textsAt(answer, 'pipeline_versions.#.pipeline_id').every((found) => found === id),
      );
    },
  };
};
