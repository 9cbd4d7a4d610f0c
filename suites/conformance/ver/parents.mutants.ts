import { text } from '../../../src/clients/json-response.ts';
import type { Mutant } from '../../../src/mutants/mutant.ts';
import { answering, changingRequest, matches, requestJson } from '../../../src/mutants/rewrite.ts';
import { versionRequests } from '../../../src/mutants/version-rewrite.ts';

const restOnly = { surface: 'rest' } as const;

const foundUnderOther = (method: 'get' | 'change' | 'delete', requirement: string, scenario: string): Mutant => ({
  name: `version-${method}-ignores-pipeline`,
  family: 'status',
  defect: `a request to ${method} a version finds it under any pipeline`,
  kills: [requirement, { requirement: 'PAR-01', scenarios: [scenario] }],
  aspects: { [requirement]: ['a version is not there under another pipeline'], 'PAR-01': ['answer'] },
  knownOfKfp: { [requirement]: [scenario] },
  create: () => ({ intercept: answering({ ...versionRequests[method], ...restOnly, status: 404 }, 200) }),
});

const mutants: readonly Mutant[] = [
  {
    name: 'version-of-unknown-pipeline-is-internal-error',
    family: 'status',
    defect: 'a version of an unknown pipeline is answered 500',
    kills: ['VER-10', { requirement: 'PAR-01', scenarios: ['version-of-unknown-pipeline'] }],
    aspects: { 'VER-10': ['a version of an unknown pipeline is refused'], 'PAR-01': ['JSON'] },
    knownOfKfp: { 'VER-10': ['version-of-unknown-pipeline'] },
    create: () => ({ intercept: answering({ ...versionRequests.create, ...restOnly, status: 404 }, 500) }),
  },
  {
    name: 'upload-of-unknown-pipeline-is-internal-error',
    family: 'status',
    defect: 'an uploaded version that is refused is answered 500',
    kills: ['VER-27', { requirement: 'PAR-01', scenarios: ['version-of-unknown-pipeline'] }],
    aspects: { 'VER-27': ['an upload without its pipeline is refused'], 'PAR-01': ['uploads'] },
    create: () => ({ intercept: answering({ ...restOnly, path: /\/upload_version\?/, status: 400 }, 500) }),
  },
  {
    name: 'version-without-pipeline-id-accepted',
    family: 'status',
    defect: 'a version whose body names no pipeline is answered as if it had been made',
    kills: ['VER-11', { requirement: 'PAR-01', scenarios: ['parent-in-body'] }],
    aspects: { 'VER-11': ['a body without pipeline_id is refused'], 'PAR-01': ['no parent in the body'] },
    create: () => {
      const accept = answering({ ...versionRequests.create, ...restOnly, status: 400 }, 200);
      return {
        intercept: (request, send, surface) =>
          'pipeline_id' in requestJson(request) ? send(request) : accept(request, send, surface),
      };
    },
  },
  {
    name: 'pipeline-id-in-body-wins',
    family: 'lost write',
    defect: 'a version is made in the pipeline that the body names, not in that of the path',
    kills: ['VER-12'],
    aspects: { 'VER-12': ['the body is refused, or the path counts'] },
    create: () => ({
      intercept: changingRequest({ ...versionRequests.create, ...restOnly }, (request) => {
        const parent = text(requestJson(request), 'pipeline_id');
        return parent === '' ? request : { ...request, target: `/apis/v2beta1/pipelines/${parent}/versions` };
      }),
    }),
  },
  {
    name: 'version-asked-for-under-other-pipeline-is-removed',
    family: 'delete',
    defect: 'a version that is asked for under another pipeline is taken for one without any, and removed',
    kills: ['VER-13'],
    aspects: { 'VER-13': ['*: the version is as it was'] },
    knownOfKfp: { 'VER-13': ['version-under-other-pipeline-get'] },
    create: () => {
      /** By id: the path under which a version was found. */
      const found = new Map<string, string>();
      return {
        intercept: async (request, send, surface) => {
          const answer = await send(request);
          if (!matches({ ...versionRequests.get, ...restOnly }, request, surface)) return answer;
          const id = request.target.replace(/.*\//, '');
          const target = found.get(id);
          if (answer.status === 200) found.set(id, request.target);
          if (answer.status === 404 && target !== undefined) await send({ ...request, method: 'DELETE', target });
          return answer;
        },
      };
    },
  },
  foundUnderOther('get', 'VER-13', 'version-under-other-pipeline-get'),
  foundUnderOther('delete', 'VER-14', 'version-under-other-pipeline-delete'),
  foundUnderOther('change', 'VER-15', 'version-under-other-pipeline-patch'),
];

export default mutants;
