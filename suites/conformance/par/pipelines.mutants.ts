import { text } from '../../../src/clients/json-response.ts';
import { changingItems } from '../../../src/mutants/list-rewrite.ts';
import type { Mutant } from '../../../src/mutants/mutant.ts';
import {
  aboutBodies,
  allPipelines,
  bodyHas,
  changingFields,
  onePipeline,
} from '../../../src/mutants/pipeline-rewrite.ts';
import { answering, changingAnswer, requestJson } from '../../../src/mutants/rewrite.ts';

/** A creation on either surface; the answer contains the created object. */
const creation = { method: 'POST', path: allPipelines } as const;
/** The creation of a pipeline together with its version. */
const creationWithVersion = { surface: 'rest', method: 'POST', path: /\/pipelines\/create$/ } as const;
const deletion = { method: 'DELETE', path: onePipeline } as const;
const change = { method: 'PATCH', path: onePipeline } as const;

const sortedBy =
  (...orders: readonly string[]) =>
  (parameters: URLSearchParams): boolean =>
    orders.includes(parameters.get('sort_by') ?? '');

const mutants: readonly Mutant[] = [
  {
    name: 'created-with-other-display-name',
    family: 'field',
    defect: 'the answer to a create shows the display name of another pipeline',
    kills: [{ requirement: 'PAR-01', scenarios: ['pipeline-read-at-once', 'pipeline-recreated'] }],
    aspects: { 'PAR-01': ['created', 'second'] },
    create: () => ({
      intercept: aboutBodies(
        ['-round-1"', '-again"'],
        changingFields(creation, (fields) => ({ ...fields, displayName: 'Another' })),
      ),
    }),
  },
  {
    name: 'delete-answers-what-was-deleted',
    family: 'field',
    defect: 'REST answers a deletion with more than an empty object',
    kills: ['PAR-01', 'CRUD-09'].map((requirement) => ({ requirement, scenarios: ['pipeline-deleted'] })),
    aspects: { 'CRUD-09': ['the answer of REST'], 'PAR-01': ['answers'] },
    create: () => ({
      intercept: changingAnswer({ ...deletion, surface: 'rest', status: 200 }, (response) => ({
        ...response,
        body: '{"deleted":true}',
      })),
    }),
  },
  {
    name: 'broken-json-is-internal-error',
    family: 'status',
    defect: 'a body that is no JSON is answered 500',
    kills: [{ requirement: 'PAR-01', scenarios: ['error-bodies'] }],
    aspects: { 'PAR-01': ['statuses'] },
    create: () => {
      const failing = answering({ surface: 'rest', method: 'POST' }, 500);
      return {
        intercept: (request, send, surface) =>
          request.body === '{"name":' ? failing(request, send, surface) : send(request),
      };
    },
  },
  {
    name: 'change-with-fixed-fields-is-refused',
    family: 'status',
    defect: 'a PATCH that names a field it cannot change is refused',
    kills: ['CRUD-16', { requirement: 'PAR-01', scenarios: ['pipeline-fixed-fields'] }],
    aspects: { 'CRUD-16': ['a PATCH with fields that do not change'], 'PAR-01': ['status'] },
    create: () => ({
      intercept: changingAnswer({ ...change, surface: 'rest' }, (response, request) =>
        'name' in requestJson(request) ? { ...response, status: 400, body: '{}' } : response,
      ),
    }),
  },
  {
    name: 'pipeline-made-with-version-loses-description',
    family: 'field',
    defect: 'the answer to the creation of a pipeline with its version loses the description',
    kills: ['CRUD-24', { requirement: 'PAR-01', scenarios: ['pipeline-created-with-version'] }],
    aspects: { 'CRUD-24': ['the answer is the pipeline', '*: the pipeline'], 'PAR-01': ['answer'] },
    create: () => ({ intercept: changingFields(creationWithVersion, ({ description: _, ...rest }) => rest) }),
  },
  {
    name: 'texts-of-the-version-are-internal-error',
    family: 'status',
    defect: 'texts for the version of a new pipeline are answered 500',
    kills: ['CRUD-26', { requirement: 'PAR-01', scenarios: ['version-fields-at-pipeline-create'] }],
    aspects: { 'CRUD-26': ['creating a pipeline with a version of other texts'], 'PAR-01': ['status'] },
    create: () => ({
      intercept: (request, send, surface) =>
        bodyHas(request, 'code_source_url')
          ? answering(creationWithVersion, 500)(request, send, surface)
          : send(request),
    }),
  },
  {
    name: 'display-names-listed-in-capitals',
    family: 'field',
    defect: 'a list in the order of display names shows them in capitals',
    kills: [{ requirement: 'PAR-01', scenarios: ['mixed-case-listed'] }],
    aspects: { 'PAR-01': ['display names of pipelines', 'display names of versions'] },
    create: () => ({
      intercept: changingItems(sortedBy('display_name'), (items) =>
        items.map((item) => ({ ...item, display_name: text(item, 'display_name').toUpperCase() })),
      ),
    }),
  },
  {
    name: 'list-by-display-name-is-refused',
    family: 'status',
    defect:
      'a list in the order of display names is refused, so that one lane observes nothing where others observe it',
    kills: ['PAR-01', 'LIST-27'].map((requirement) => ({ requirement, scenarios: ['mixed-case-listed'] })),
    aspects: { 'LIST-27': ['order of mixed display names'], 'PAR-01': ['display names of pipelines'] },
    create: () => ({ intercept: answering({ surface: 'rest', method: 'GET', path: /sort_by=display_name/ }, 400) }),
  },
];

export default mutants;
