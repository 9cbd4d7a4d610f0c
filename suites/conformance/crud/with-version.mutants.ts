import { object } from '../../../src/clients/json-response.ts';
import type { Mutant } from '../../../src/mutants/mutant.ts';
import { bodyHas, withJson } from '../../../src/mutants/pipeline-rewrite.ts';
import { answering, changingRequest, requestJson } from '../../../src/mutants/rewrite.ts';
import { hidingVersionsAfter } from '../../../src/mutants/version-rewrite.ts';

const creation = { surface: 'rest', method: 'POST', path: /\/pipelines\/create$/ } as const;

const mutants: readonly Mutant[] = [
  {
    name: 'version-made-with-pipeline-is-not-listed',
    family: 'list content',
    defect: 'the version that is made together with its pipeline is in no list',
    kills: ['CRUD-24'],
    aspects: { 'CRUD-24': ['*: its versions'] },
    create: () => ({ intercept: hidingVersionsAfter(creation) }),
  },
  {
    name: 'pipeline-made-with-version-is-internal-error',
    family: 'status',
    defect: 'a pipeline is created with its version, and the answer is 500',
    long: true,
    kills: ['CRUD-24'],
    aspects: { 'CRUD-24': ['creating a pipeline with its version'] },
    create: () => ({ intercept: answering({ ...creation, status: 200 }, 500) }),
  },
  {
    name: 'version-made-with-pipeline-has-another-name',
    family: 'field',
    defect: 'the version that is made together with its pipeline gets a name of its own',
    kills: ['CRUD-25'],
    aspects: { 'CRUD-25': ['*: the version is named like the pipeline'] },
    create: () => ({
      intercept: changingRequest(creation, (request) => {
        const json = requestJson(request);
        return withJson(request, {
          ...json,
          pipeline_version: { ...object(json, 'pipeline_version'), name: 'default' },
        });
      }),
    }),
  },
  {
    name: 'texts-of-the-version-are-forgotten',
    family: 'lost write',
    defect: 'a version that is made together with its pipeline loses the texts given for it',
    kills: ['CRUD-26'],
    aspects: { 'CRUD-26': ['*: the version has the texts that were asked for'] },
    knownOfKfp: { 'CRUD-26': ['version-fields-at-pipeline-create'] },
    create: () => ({
      intercept: changingRequest(creation, (request) => {
        const json = requestJson(request);
        const {
          name: _name,
          description: _description,
          code_source_url: _url,
          ...rest
        } = object(json, 'pipeline_version');
        return withJson(request, { ...json, pipeline_version: rest });
      }),
    }),
  },
  {
    name: 'unencrypted-package-url-is-accepted',
    family: 'status',
    defect: 'a package URL without TLS is accepted',
    kills: ['CRUD-27', { requirement: 'PAR-01', scenarios: ['package-url-forbidden'] }],
    aspects: {
      'CRUD-27': ['forbidden URLs that are not refused, for a pipeline and for a version'],
      'PAR-01': ['statuses'],
    },
    create: () => ({
      intercept: (request, send, surface) =>
        bodyHas(request, 'http://storage')
          ? answering({ surface: 'rest', method: 'POST' }, 200)(request, send, surface)
          : send(request),
    }),
  },
  {
    name: 'forbidden-package-is-fetched-first',
    family: 'process',
    defect: 'a package is fetched before its URL is found to be forbidden',
    long: true,
    kills: ['CRUD-27'],
    aspects: { 'CRUD-27': ['requests to a forbidden URL'] },
    create: () => ({
      intercept: async (request, send) => {
        const answer = await send(request);
        const url = /http:\/\/127\.0\.0\.1:[^"]+/.exec(String(request.body))?.[0];
        if (answer.status === 400 && url !== undefined) await fetch(url);
        return answer;
      },
    }),
  },
  {
    name: 'unreachable-package-is-internal-error',
    family: 'status',
    defect: 'a package that cannot be fetched is answered 500',
    kills: ['CRUD-28', { requirement: 'PAR-01', scenarios: ['package-url-broken'] }],
    aspects: {
      'CRUD-28': ['URLs without a pipeline that are not refused with 4xx, for a pipeline and for a version'],
      'PAR-01': ['answers'],
    },
    knownOfKfp: { 'CRUD-28': ['package-url-broken'] },
    create: () => ({
      intercept: (request, send, surface) =>
        bodyHas(request, 'http://127.0.0.1:1/')
          ? answering({ surface: 'rest', method: 'POST' }, 500)(request, send, surface)
          : send(request),
    }),
  },
  {
    name: 'requests-for-packages-are-not-recorded',
    family: 'process',
    defect: 'the server of packages records no request',
    kills: ['CRUD-27'],
    aspects: { 'CRUD-27': ['a request of the harness is counted'] },
    create: () => ({ taps: { packages: () => [] } }),
  },
];

export default mutants;
