import type { HttpRequest } from '../../../src/contract/exchange.ts';
import type { Mutant } from '../../../src/mutants/mutant.ts';
import { anyUpload, bodyHas } from '../../../src/mutants/pipeline-rewrite.ts';
import { answering, changingRequest } from '../../../src/mutants/rewrite.ts';

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
    name: 'json-is-read-as-yaml',
    family: 'status',
    defect: 'escaped surrogate pairs of a JSON upload are refused, as a YAML parser would',
    kills: ['CRUD-40', { requirement: 'PAR-01', scenarios: ['upload-of-escaped-json'] }],
    aspects: { 'CRUD-40': ['a JSON file with surrogate pairs is accepted'], 'PAR-01': ['status'] },
    knownOfKfp: ['CRUD-40'],
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
