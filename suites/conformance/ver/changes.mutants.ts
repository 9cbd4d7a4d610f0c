import { object, type Json } from '../../../src/clients/json-response.ts';
import type { Mutant } from '../../../src/mutants/mutant.ts';
import {
  answering,
  changingJson,
  inventing,
  fakeResponse,
  matches,
  requestJson,
} from '../../../src/mutants/rewrite.ts';
import { hidingVersionsAfter, versionRequests } from '../../../src/mutants/version-rewrite.ts';

const mutants: readonly Mutant[] = [
  {
    name: 'version-deletion-lost',
    family: 'delete',
    defect: 'the deletion of a version is answered and not done',
    kills: ['VER-16', 'GIT-09'],
    aspects: {
      'GIT-09': ['REST 5 s after kubectl delete'],
      'VER-16': ['*: the version is gone', '*: the other, alone', '*: a deleted version'],
    },
    create: () => ({ intercept: inventing(versionRequests.delete, () => fakeResponse(200, {})) }),
  },
  {
    name: 'version-deletion-hides-the-others',
    family: 'list content',
    defect: 'once a version was deleted, lists of versions are empty',
    kills: [{ requirement: 'VER-16', scenarios: ['version-deleted', 'applied-version-deleted'] }],
    aspects: { 'VER-16': ['*: the other is there, alone', '*: the other, alone'] },
    create: () => ({ intercept: hidingVersionsAfter(versionRequests.delete) }),
  },
  {
    name: 'version-deletion-is-internal-error',
    family: 'status',
    defect: 'a version is deleted, and the answer is 500',
    kills: ['VER-16', { requirement: 'PAR-01', scenarios: ['version-deleted'] }],
    aspects: {
      'VER-16': ['the version is deleted', 'kubectl delete of a PipelineVersion', 'answers to the deletions'],
      'PAR-01': ['deleted'],
    },
    create: () => ({ intercept: answering({ ...versionRequests.delete, status: 200 }, 500) }),
  },
  {
    name: 'version-change-lost',
    family: 'lost write',
    defect: 'a change of a version is answered and not done',
    kills: [{ requirement: 'VER-17', scenarios: ['version-patched', 'version-changes-watched'] }],
    aspects: { 'VER-17': ['rest: only displayName changed', '*: the display name', '*: only tags changed'] },
    create: () => ({ intercept: inventing(versionRequests.change, () => fakeResponse(200, {})) }),
  },
  {
    name: 'definition-changed-by-patch',
    family: 'field',
    defect: 'PATCH replaces the definition of a version, as REST shows it',
    kills: ['VER-18'],
    aspects: { 'VER-18': ['rest: the version is as it was'] },
    create: () => {
      let replaced: Json | undefined;
      const show = changingJson({ ...versionRequests.get, surface: 'rest' }, (json) =>
        replaced === undefined ? json : { ...json, pipeline_spec: replaced },
      );
      return {
        intercept: (request, send, surface) => {
          const json = requestJson(request);
          if (matches(versionRequests.change, request, surface) && 'pipeline_spec' in json) {
            replaced = object(json, 'pipeline_spec');
          }
          return show(request, send, surface);
        },
      };
    },
  },
];

export default mutants;
