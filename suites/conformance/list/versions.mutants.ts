import { changingItems, answeringList, changingList, itemsOf } from '../../../src/mutants/list-rewrite.ts';
import type { Mutant } from '../../../src/mutants/mutant.ts';

const ofVersions = (_parameters: URLSearchParams, { target }: { readonly target: string }): boolean =>
  target.includes('/versions');

const mutants: readonly Mutant[] = [
  {
    name: 'version-of-another-pipeline-listed',
    family: 'list content',
    defect: 'a sorted list of versions has one of another pipeline at its end',
    kills: ['LIST-18', { requirement: 'PAR-01', scenarios: ['versions-of-two-pipelines'] }],
    create: () => ({
      intercept: changingItems(
        (parameters, request) =>
          ofVersions(parameters, request) && parameters.get('sort_by') === 'name' && !parameters.has('page_size'),
        (items) => [...items, { ...items[0], name: 'z1', pipeline_version_id: '0f0e0d0c-0b0a-4908-8706-050403020100' }],
      ),
    }),
  },
  {
    name: 'unknown-pipeline-is-internal-error',
    family: 'status',
    defect: 'the versions of an unknown pipeline are answered 500',
    kills: ['LIST-19'],
    create: () => ({ intercept: answeringList(ofVersions, 404, 500) }),
  },
  {
    name: 'empty-list-with-total',
    family: 'field',
    defect: 'an empty list has a total_size of 0',
    kills: ['LIST-23', { requirement: 'PAR-01', scenarios: ['nothing-listed'] }],
    create: () => ({
      intercept: changingList(
        () => true,
        (json) => (itemsOf(json).length === 0 ? { total_size: 0 } : {}),
      ),
    }),
  },
  {
    name: 'unreadable-version-fails-the-list',
    family: 'list content',
    defect: 'a list of versions with one that cannot be read is answered 500',
    lanes: ['kubernetes/rest', 'kubernetes/crd'],
    kills: ['LIST-24', { requirement: 'PAR-01', scenarios: ['invalid-version-listed'] }],
    create: () => {
      let unreadable = false;
      const failing = answeringList((parameters, request) => ofVersions(parameters, request) && unreadable, 200, 500);
      return {
        intercept: (request, send, surface) => {
          if (surface === 'kubernetes' && String(request.body).includes('no tasks but this text')) unreadable = true;
          return failing(request, send, surface);
        },
      };
    },
  },
];

export default mutants;
