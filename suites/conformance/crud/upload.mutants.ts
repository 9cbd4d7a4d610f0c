import type { HttpRequest } from '../../../src/contract/exchange.ts';
import { jsonIn } from '../../../src/mutants/json-in.ts';
import { pause } from '../../../src/mutants/pause.ts';
import type { Mutant } from '../../../src/mutants/mutant.ts';
import { anyUpload, bodyHas } from '../../../src/mutants/pipeline-rewrite.ts';
import { answering, changingJson, changingRequest, fakeResponse } from '../../../src/mutants/rewrite.ts';
import { versionRequests } from '../../../src/mutants/version-rewrite.ts';

const upload = { surface: 'rest', method: 'POST', path: anyUpload } as const;

/** Answers the matching uploads with a different status. */
const answeringUploads = (isMeant: (request: HttpRequest) => boolean, status: number): Mutant['create'] => {
  const answer = answering(upload, status);
  return () => ({
    intercept: (request, send, surface) => (isMeant(request) ? answer(request, send, surface) : send(request)),
  });
};

const mutants: readonly Mutant[] = [
  {
    name: 'zip-files-are-refused',
    family: 'status',
    defect: 'an upload of a zip file is refused',
    kills: ['CRUD-30', { requirement: 'PAR-01', scenarios: ['upload-formats'] }],
    aspects: { 'CRUD-30': ['every format is accepted'], 'PAR-01': ['statuses'] },
    create: answeringUploads((request) => bodyHas(request, 'filename="hello.zip"'), 400),
  },
  {
    name: 'upload-loses-code-source',
    family: 'lost write',
    defect: 'an upload does not keep the URL of the source code',
    kills: ['CRUD-33', { requirement: 'PAR-01', scenarios: ['upload-parameters'] }],
    aspects: {
      'CRUD-33': ['*: the uploaded version', '*: the version of the uploaded pipeline'],
      'PAR-01': ['answers'],
    },
    create: () => ({
      intercept: changingRequest(upload, (request) => ({
        ...request,
        target: request.target.replace(/code_source_url=[^&]*/, ''),
      })),
    }),
  },
  {
    name: 'upload-with-code-source-is-internal-error',
    family: 'status',
    defect: 'an upload with the URL of the source code is done and answered 500',
    long: true,
    kills: ['CRUD-33'],
    aspects: { 'CRUD-33': ['both uploads are accepted'] },
    create: answeringUploads(({ target }) => target.includes('code_source_url='), 500),
  },
  {
    name: 'uploaded-pipeline-loses-description',
    family: 'lost write',
    defect: 'the upload of a pipeline does not keep the description',
    long: true,
    kills: ['CRUD-33'],
    aspects: { 'CRUD-33': ['*: the uploaded pipeline'] },
    create: () => ({
      intercept: changingRequest({ ...upload, path: /\/pipelines\/upload\?/ }, (request) => ({
        ...request,
        target: request.target.replace(/\bdescription=[^&]*/, ''),
      })),
    }),
  },
  {
    name: 'surrogate-pairs-become-question-marks',
    family: 'field',
    defect: 'a definition is shown without the characters outside the basic plane',
    long: true,
    kills: ['CRUD-40'],
    aspects: { 'CRUD-40': ['*: the escapes are one character'] },
    create: () => ({
      intercept: changingJson({ ...versionRequests.get, status: 200 }, (json) =>
        jsonIn({ body: JSON.stringify(json).replaceAll(/[\u{10000}-\u{10ffff}]/gu, '??') }),
      ),
    }),
  },
  {
    name: 'cut-archive-stops-the-server',
    family: 'process',
    defect: 'an archive that is cut takes the server ten seconds, after which it ends and is not well again soon',
    long: true,
    kills: ['CRUD-32'],
    aspects: {
      'CRUD-32': ['uploads not answered within 10 s', 'the process is the same', 'the server answers afterwards'],
    },
    create: ({ restart }) => {
      let isIll = false;
      const isFatal = (request: HttpRequest): boolean => /\/pipelines\/upload\?.*-cut-zip\b/.test(request.target);
      return {
        intercept: async (request, send) => {
          if (isIll && request.target.endsWith('/healthz')) {
            isIll = false;
            return fakeResponse(503, { message: 'mutant' });
          }
          const answer = await send(request);
          if (!isFatal(request)) return answer;
          await pause(10_100);
          await restart();
          isIll = true;
          return answer;
        },
      };
    },
  },
  {
    name: 'json-is-read-as-yaml',
    family: 'status',
    defect: 'escaped surrogate pairs of a JSON upload are refused, as a YAML parser would',
    kills: ['CRUD-40', { requirement: 'PAR-01', scenarios: ['upload-of-escaped-json'] }],
    aspects: { 'CRUD-40': ['a JSON file with surrogate pairs is accepted'], 'PAR-01': ['status'] },
    knownOfKfp: { 'CRUD-40': ['upload-of-escaped-json'] },
    create: answeringUploads((request) => bodyHas(request, String.raw`\ud83d\ude00`), 400),
  },
  {
    name: 'upload-without-file-is-accepted',
    family: 'status',
    defect: 'an upload without the file is answered 200',
    kills: ['CRUD-29', { requirement: 'PAR-01', scenarios: ['upload-without-file'] }],
    aspects: { 'CRUD-29': ['uploads without the field uploadfile that are not refused'], 'PAR-01': ['answers'] },
    create: answeringUploads((request) => bodyHas(request, 'form-data; name="file"'), 200),
  },
  {
    name: 'large-upload-is-internal-error',
    family: 'status',
    defect: 'an upload beyond the limit is answered 500',
    kills: ['CRUD-31', { requirement: 'PAR-01', scenarios: ['upload-too-large'] }],
    aspects: { 'CRUD-31': ['uploads of 32 MiB and one byte that are not refused'], 'PAR-01': ['answers'] },
    create: answeringUploads(({ body = '' }) => body.length > 32 * 1024 * 1024, 500),
  },
  {
    name: 'broken-yaml-is-internal-error',
    family: 'status',
    defect: 'an upload of broken YAML is answered 500',
    kills: ['CRUD-32', { requirement: 'PAR-01', scenarios: ['upload-malformed'] }],
    aspects: { 'CRUD-32': ['files without a pipeline that are not refused'], 'PAR-01': ['answers'] },
    create: answeringUploads((request) => bodyHas(request, 'a: ['), 500),
  },
  {
    name: 'wrong-tags-are-ignored',
    family: 'status',
    defect: 'tags of an upload that are a list are ignored',
    kills: ['CRUD-34', { requirement: 'PAR-01', scenarios: ['upload-of-wrong-tags'] }],
    aspects: {
      'CRUD-34': [
        'tags that are no JSON map of strings, and are not refused',
        '*: nothing is left of a refused request',
      ],
      'PAR-01': ['answers'],
    },
    create: () => ({
      intercept: changingRequest(upload, (request) => ({
        ...request,
        target: request.target.replace(/&tags=%5B[^&]*/, ''),
      })),
    }),
  },
];

export default mutants;
