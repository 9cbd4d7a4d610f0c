import { changingList, itemsOf } from '../../../src/mutants/list-rewrite.ts';
import type { Mutant } from '../../../src/mutants/mutant.ts';
import { refusing } from '../../../src/mutants/name-rewrite.ts';
import { changingFields, onePipeline, withJson } from '../../../src/mutants/pipeline-rewrite.ts';
import { changingJson, changingRequest, requestJson } from '../../../src/mutants/rewrite.ts';

/** Replaces the pattern in a text; values of other types stay unchanged. */
const replaced = (value: unknown, pattern: RegExp, by: string): unknown =>
  typeof value === 'string' ? value.replaceAll(pattern, by) : value;

const read = { method: 'GET', path: onePipeline, status: 200 } as const;

const mutants: readonly Mutant[] = [
  {
    name: 'descriptions-lose-line-breaks',
    family: 'field',
    defect: 'line breaks of a description become blanks',
    kills: ['CRUD-21', { requirement: 'PAR-01', scenarios: ['pipeline-descriptions'] }],
    aspects: { 'CRUD-21': ['*: newlines'], 'PAR-01': ['read'] },
    create: () => ({
      intercept: changingFields(read, (fields) => ({
        ...fields,
        description: replaced(fields.description, /\n/g, ' '),
      })),
    }),
  },
  {
    name: 'descriptions-are-cut-short',
    family: 'field',
    defect: 'of a description only the first characters are shown',
    long: true,
    kills: ['CRUD-21', { requirement: 'PAR-01', scenarios: ['pipeline-descriptions'] }],
    aspects: { 'CRUD-21': ['*: newlines', '*: unicode', '*: long'], 'PAR-01': ['read'] },
    create: () => ({
      intercept: changingFields(read, (fields) => ({
        ...fields,
        description: replaced(fields.description, /(?<=^[^]{22})[^]+/g, ''),
      })),
    }),
  },
  {
    name: 'descriptions-beyond-ascii-are-refused',
    family: 'status',
    defect: 'a pipeline is refused if its description holds other than printable characters of ASCII',
    long: true,
    kills: ['CRUD-21', 'CRUD-22'],
    aspects: {
      'CRUD-21': ['a pipeline is created: newlines', 'a pipeline is created: unicode', 'a pipeline is created: long'],
      'CRUD-22': ['a pipeline is created: four-byte characters'],
    },
    create: () => ({ intercept: refusing(({ description }) => /[^\x20-\x7e]/.test(description)) }),
  },
  {
    name: 'display-names-lose-four-byte-characters',
    family: 'field',
    defect: 'characters of a display name outside the basic plane are lost',
    long: true,
    kills: ['CRUD-22', { requirement: 'PAR-01', scenarios: ['pipeline-four-byte-texts'] }],
    aspects: { 'CRUD-22': ['*: four-byte characters, as display name'], 'PAR-01': ['read'] },
    create: () => ({
      intercept: changingFields(read, (fields) => ({
        ...fields,
        displayName: replaced(fields.displayName, /[\u{10000}-\u{10ffff}]/gu, '?'),
      })),
    }),
  },
  {
    name: 'four-byte-characters-become-question-marks',
    family: 'field',
    defect: 'characters outside the basic plane are lost',
    kills: ['CRUD-22', { requirement: 'PAR-01', scenarios: ['pipeline-four-byte-texts'] }],
    aspects: { 'CRUD-22': ['*: four-byte characters'], 'PAR-01': ['read'] },
    create: () => ({
      intercept: changingFields(read, ({ displayName, description, tags }) => ({
        displayName: replaced(displayName, /[\u{10000}-\u{10ffff}]/gu, '?'),
        description: replaced(description, /[\u{10000}-\u{10ffff}]/gu, '?'),
        tags,
      })),
    }),
  },
  {
    name: 'empty-fields-are-shown',
    family: 'field',
    defect: 'a description that was never given is shown as an empty text',
    kills: ['CRUD-20', { requirement: 'PAR-01', scenarios: ['pipeline-field-names'] }],
    aspects: { 'CRUD-20': ['fields of a pipeline without description and tags'], 'PAR-01': ['shape'] },
    create: () => ({
      intercept: changingJson({ ...read, surface: 'rest' }, (json) => ({
        ...json,
        description: json['description'] ?? '',
      })),
    }),
  },
  {
    name: 'empty-lists-have-a-size',
    family: 'field',
    defect: 'a list of nothing says that it holds 0 items',
    long: true,
    kills: ['CRUD-20', { requirement: 'PAR-01', scenarios: ['pipeline-field-names'] }],
    aspects: { 'CRUD-20': ['lists of nothing'], 'PAR-01': ['shape'] },
    create: () => ({
      intercept: changingList(
        () => true,
        (json) => (itemsOf(json).length === 0 ? { total_size: 0 } : {}),
      ),
    }),
  },
  {
    name: 'unknown-fields-are-ignored',
    family: 'status',
    defect: 'fields that the API does not have are accepted and dropped',
    kills: ['CRUD-19', { requirement: 'PAR-01', scenarios: ['pipeline-unknown-field'] }],
    aspects: {
      'CRUD-19': ['requests with an unknown field are refused', '*: nothing is left of a refused request'],
      'PAR-01': ['statuses'],
    },
    create: () => ({
      intercept: changingRequest({ surface: 'rest', path: /\/pipelines(\/[^/?]+)?$/ }, (request) => {
        const { nope, ...known } = requestJson(request);
        return nope === undefined ? request : withJson(request, known);
      }),
    }),
  },
];

export default mutants;
