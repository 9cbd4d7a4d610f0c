import type { HttpRequest } from '../../../src/contract/exchange.ts';
import type { Mutant } from '../../../src/mutants/mutant.ts';
import { answering, requestJson } from '../../../src/mutants/rewrite.ts';
import { createdName, versionRequests } from '../../../src/mutants/version-rewrite.ts';

const mebibyte = 1024 * 1024;

const bodySize = ({ body = '' }: HttpRequest): number => Buffer.byteLength(body);

const mutants: readonly Mutant[] = [
  {
    name: 'patch-of-definition-is-internal-error',
    family: 'status',
    defect: 'a PATCH that brings a definition is answered 500',
    kills: [{ requirement: 'PAR-01', scenarios: ['definition-cannot-be-changed'] }],
    aspects: { 'PAR-01': ['answers'] },
    create: () => {
      const fail = answering({ ...versionRequests.change, surface: 'rest' }, 500);
      return {
        intercept: (request, send, surface) =>
          'pipeline_spec' in requestJson(request) ? fail(request, send, surface) : send(request),
      };
    },
  },
  {
    name: 'upload-of-an-invalid-version-is-internal-error',
    family: 'status',
    defect: 'the upload of a version with an invalid definition is answered 500',
    long: true,
    kills: [{ requirement: 'PAR-01', scenarios: ['invalid-definitions'] }],
    aspects: { 'PAR-01': ['uploaded'] },
    create: () => ({
      intercept: answering({ surface: 'rest', method: 'POST', path: /\/upload_version\?/, status: 400 }, 500),
    }),
  },
  {
    name: 'version-change-done-and-refused',
    family: 'status',
    defect: 'a change of a version is done and answered 500',
    kills: ['VER-17', 'PAR-01'].map((requirement) => ({ requirement, scenarios: ['version-patched'] })),
    aspects: { 'PAR-01': ['answers'], 'VER-17': ['display name and tags can be changed'] },
    create: () => ({ intercept: answering(versionRequests.change, 500) }),
  },
  {
    name: 'unavailable-after-large-upload',
    family: 'status',
    defect: 'after an upload of more than 1 MiB no version named one is accepted any more',
    kills: [{ requirement: 'PAR-01', scenarios: ['large-pipeline'] }],
    aspects: { 'PAR-01': ['a small version afterwards'] },
    create: () => {
      let seen = false;
      const fail = answering(versionRequests.create, 503);
      return {
        intercept: (request, send, surface) => {
          seen ||= bodySize(request) > mebibyte;
          return seen && createdName(request) === 'one' ? fail(request, send, surface) : send(request);
        },
      };
    },
  },
];

export default mutants;
