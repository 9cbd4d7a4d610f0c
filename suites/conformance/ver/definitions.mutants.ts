import type { HttpRequest } from '../../../src/contract/exchange.ts';
import type { Mutant } from '../../../src/mutants/mutant.ts';
import { answering, changingAnswer } from '../../../src/mutants/rewrite.ts';
import { changingDefinitions, versionRequests } from '../../../src/mutants/version-rewrite.ts';

const uploads = { surface: 'rest', method: 'POST', path: /\/upload(_version)?\?/ } as const;
const controlCharacter = /[\x7f\x85\ufffe]/;
const mebibyte = 1024 * 1024;

const bodySize = ({ body = '' }: HttpRequest): number => Buffer.byteLength(body);

const mutants: readonly Mutant[] = [
  {
    name: 'invalid-definition-accepted',
    family: 'status',
    defect: 'an invalid definition is answered as if a version had been made',
    kills: ['VER-21', { requirement: 'PAR-01', scenarios: ['invalid-definitions'] }],
    aspects: { 'VER-21': ['an invalid definition is refused'], 'PAR-01': ['created'] },
    create: () => ({ intercept: answering({ ...versionRequests.create, status: 400 }, 200) }),
  },
  {
    name: 'argo-refused-without-reason',
    family: 'field',
    defect: 'the refusal of an Argo workflow does not say what it is',
    kills: ['VER-22', { requirement: 'PAR-01', scenarios: ['argo-refused'] }],
    aspects: { 'VER-22': ['an Argo workflow is refused with the reason'], 'PAR-01': ['answers'] },
    knownOfKfp: { 'VER-22': ['argo-refused'] },
    create: () => ({
      intercept: changingAnswer({ method: 'POST', status: 400 }, (response) => ({
        ...response,
        body: response.body.replaceAll(/argo|\bv1\b/gi, 'it'),
      })),
    }),
  },
  {
    name: 'argo-version-without-workflow',
    family: 'field',
    defect: 'a version that is an Argo workflow is shown without it',
    long: true,
    lanes: ['database/rest'],
    kills: [{ requirement: 'VER-23', scenarios: ['argo-accepted'] }],
    aspects: { 'VER-23': ['its version shows the workflow'] },
    create: () => ({
      intercept: changingDefinitions(versionRequests.list, (version) =>
        version.pipelineSpec['kind'] === 'Workflow' ? { ...version, pipelineSpec: {} } : version,
      ),
    }),
  },
  {
    name: 'argo-refused-by-database',
    family: 'status',
    defect: 'Argo workflows are refused where they are not blocked',
    lanes: ['database/rest'],
    kills: [{ requirement: 'VER-23', scenarios: ['argo-accepted'] }],
    aspects: { 'VER-23': ['an Argo workflow is accepted'] },
    create: () => ({ intercept: answering({ ...uploads, status: 200 }, 400) }),
  },
  {
    name: 'argo-accepted-where-blocked',
    family: 'status',
    defect: 'Argo workflows are accepted where they are blocked',
    lanes: ['database/rest'],
    kills: [{ requirement: 'VER-23', scenarios: ['argo-blocked'] }],
    aspects: { 'VER-23': ['an Argo workflow is refused where v1 is blocked'] },
    create: () => ({ intercept: answering({ ...uploads, status: 400 }, 200) }),
  },
  {
    name: 'control-characters-hide-definition',
    family: 'field',
    defect: 'a definition with a control character is accepted and not shown',
    kills: ['VER-32', { requirement: 'PAR-01', scenarios: ['control-characters'] }],
    aspects: {
      'VER-32': ['a string with a control character is kept, or refused with 4xx'],
      'PAR-01': ['escaped in the definition', 'plain in the definition'],
    },
    create: () => ({
      intercept: changingDefinitions(versionRequests.get, (version) =>
        controlCharacter.test(JSON.stringify(version.pipelineSpec)) ? { ...version, pipelineSpec: {} } : version,
      ),
    }),
  },
  {
    name: 'upload-above-one-mebibyte-is-internal-error',
    family: 'status',
    defect: 'an upload of more than 1 MiB is answered 500',
    kills: ['VER-30'],
    aspects: { 'VER-30': ['large pipeline'] },
    knownOfKfp: { 'VER-30': ['large-pipeline'] },
    create: () => {
      const fail = answering(uploads, 500);
      return {
        intercept: (request, send, surface) =>
          bodySize(request) > mebibyte ? fail(request, send, surface) : send(request),
      };
    },
  },
];

export default mutants;
