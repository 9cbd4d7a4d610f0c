import type { HttpRequest, HttpResponse } from '../../../src/contract/exchange.ts';
import { changingItems, answeringList, changingList, itemsOf } from '../../../src/mutants/list-rewrite.ts';
import type { Mutant } from '../../../src/mutants/mutant.ts';
import { bodyHas } from '../../../src/mutants/pipeline-rewrite.ts';

const ofVersions = (_parameters: URLSearchParams, { target }: { readonly target: string }): boolean =>
  target.includes('/versions');

const isUnreadable = (request: HttpRequest): boolean => bodyHas(request, 'no tasks but this text');

const mutants: readonly Mutant[] = [
  {
    name: 'version-of-another-pipeline-listed',
    family: 'list content',
    defect: 'a sorted list of versions has one of another pipeline at its end',
    kills: ['LIST-18', { requirement: 'PAR-01', scenarios: ['versions-of-two-pipelines'] }],
    aspects: {
      'LIST-18': ['the versions of a pipeline are its own', 'the versions of a pipeline are its own, by id'],
      'PAR-01': ['versions of a', 'versions of a-b'],
    },
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
    aspects: { 'LIST-19': ['versions of an unknown pipeline', 'an unknown pipeline has no versions, or is missing'] },
    create: () => ({ intercept: answeringList(ofVersions, 404, 500) }),
  },
  {
    name: 'empty-list-with-total',
    family: 'field',
    defect: 'an empty list has a total_size of 0',
    kills: ['LIST-23', { requirement: 'PAR-01', scenarios: ['nothing-listed'] }],
    aspects: { 'LIST-23': ['an empty list is an empty object'], 'PAR-01': ['empty lists'] },
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
    aspects: { 'LIST-24': ['one unreadable version does not hide the others'], 'PAR-01': ['the other versions'] },
    knownOfKfp: { 'LIST-24': ['invalid-version-listed'] },
    create: () => {
      let unreadable = false;
      const failing = answeringList((parameters, request) => ofVersions(parameters, request) && unreadable, 200, 500);
      return {
        intercept: (request, send, surface) => {
          if (surface === 'kubernetes' && isUnreadable(request)) unreadable = true;
          return failing(request, send, surface);
        },
      };
    },
  },
  {
    name: 'unreadable-version-fails-the-list-later',
    family: 'list content',
    defect: 'a list of versions stays as it was for 2 s after one that cannot be read was written, and is 500 then',
    lanes: ['kubernetes/rest', 'kubernetes/crd'],
    kills: ['LIST-24', { requirement: 'PAR-01', scenarios: ['invalid-version-listed'] }],
    aspects: { 'LIST-24': ['one unreadable version does not hide the others'], 'PAR-01': ['the other versions'] },
    knownOfKfp: { 'LIST-24': ['invalid-version-listed'] },
    create: () => {
      let writtenAt = Infinity;
      const before = new Map<string, HttpResponse>();
      return {
        intercept: async (request, send, surface) => {
          if (surface === 'kubernetes' && isUnreadable(request)) writtenAt = performance.now();
          const answer = await send(request);
          if (surface !== 'rest' || request.method !== 'GET' || !request.target.includes('/versions')) return answer;
          const now = performance.now();
          const key = request.target.replace(/\?.*/, '');
          if (now < writtenAt) before.set(key, answer);
          return now < writtenAt + 2_000 ? (before.get(key) ?? answer) : { ...answer, status: 500, body: '{}' };
        },
      };
    },
  },
  {
    name: 'unreadable-version-freezes-the-list',
    family: 'list content',
    defect: 'a list of versions with one that cannot be read does not get those that are written later',
    lanes: ['kubernetes/rest', 'kubernetes/crd'],
    kills: ['LIST-24'],
    aspects: { 'LIST-24': ['a version that is written after an unreadable one is listed'] },
    create: () => ({
      intercept: changingItems(ofVersions, (items) => items.filter(({ name }) => name !== 'later')),
    }),
  },
];

export default mutants;
