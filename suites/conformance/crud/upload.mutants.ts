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
    create: answeringUploads((request) => bodyHas(request, 'filename="hello.zip"'), 400),
  },
  {
    name: 'upload-loses-code-source',
    family: 'lost write',
    defect: 'an upload does not keep the URL of the source code',
    kills: ['CRUD-33', { requirement: 'PAR-01', scenarios: ['upload-parameters'] }],
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
    create: answeringUploads((request) => bodyHas(request, String.raw`\ud83d\ude00`), 400),
  },
  {
    name: 'upload-without-file-is-accepted',
    family: 'status',
    defect: 'an upload without the file is answered 200',
    kills: ['CRUD-29', { requirement: 'PAR-01', scenarios: ['upload-without-file'] }],
    create: answeringUploads((request) => bodyHas(request, 'form-data; name="file"'), 200),
  },
  {
    name: 'large-upload-is-internal-error',
    family: 'status',
    defect: 'an upload beyond the limit is answered 500',
    kills: ['CRUD-31', { requirement: 'PAR-01', scenarios: ['upload-too-large'] }],
    create: answeringUploads(({ body = '' }) => body.length > 32 * 1024 * 1024, 500),
  },
  {
    name: 'broken-yaml-is-internal-error',
    family: 'status',
    defect: 'an upload of broken YAML is answered 500',
    kills: ['CRUD-32', { requirement: 'PAR-01', scenarios: ['upload-malformed'] }],
    create: answeringUploads((request) => bodyHas(request, 'a: ['), 500),
  },
  {
    name: 'wrong-tags-are-ignored',
    family: 'status',
    defect: 'tags of an upload that are a list are ignored',
    kills: ['CRUD-34', { requirement: 'PAR-01', scenarios: ['upload-of-wrong-tags'] }],
    create: () => ({
      intercept: changingRequest(upload, (request) => ({
        ...request,
        target: request.target.replace(/&tags=%5B[^&]*/, ''),
      })),
    }),
  },
];

export default mutants;
