import { object, type Json } from '../../../src/clients/json-response.ts';
import type { Mutant } from '../../../src/mutants/mutant.ts';
import {
  aboutBodies,
  allPipelines,
  changingFields,
  lagging,
  onePipeline,
} from '../../../src/mutants/pipeline-rewrite.ts';
import { everyNth } from '../../../src/mutants/sporadic.ts';
import { answering, changingJson, inventing, fakeResponse } from '../../../src/mutants/rewrite.ts';

/** A creation on either surface; the answer contains the created object. */
const creation = { method: 'POST', path: allPipelines } as const;

const withoutIdAndTime = (json: Json): Json => {
  const { pipeline_id: _id, created_at: _at, ...rest } = json;
  const { uid: _uid, creationTimestamp: _time, ...metadata } = object(json, 'metadata');
  return 'metadata' in json ? { ...json, metadata } : rest;
};

const mutants: readonly Mutant[] = [
  {
    name: 'created-without-id-and-time',
    family: 'field',
    defect: 'the answer to a create with a description holds what was asked for, and neither the id nor the time',
    long: true,
    kills: ['CRUD-01'],
    aspects: { 'CRUD-01': ['pipeline_id is given', 'created_at is a time in whole seconds'] },
    create: () => ({
      intercept: changingJson(creation, (json) =>
        'description' in { ...json, ...object(json, 'spec') } ? withoutIdAndTime(json) : json,
      ),
    }),
  },
  {
    name: 'created-without-description',
    family: 'field',
    defect: 'the answer to a create loses the description',
    kills: [
      'CRUD-01',
      ...['CRUD-02', 'CRUD-03', 'PAR-01'].map((requirement) => ({ requirement, scenarios: ['pipeline-created'] })),
    ],
    aspects: {
      'CRUD-01': ['the answer holds what was asked for'],
      'CRUD-02': ['*: get by id'],
      'CRUD-03': ['*: get by name'],
      'PAR-01': ['created'],
    },
    create: () => ({ intercept: changingFields(creation, ({ description: _, ...rest }) => rest) }),
  },
  {
    name: 'get-shows-other-tag',
    family: 'field',
    defect: 'get by id and by name shows the tag of another pipeline',
    kills: ['CRUD-02', 'CRUD-03'],
    aspects: {
      'CRUD-02': ['rest: get by id', 'rest: get answers what apply answered'],
      'CRUD-03': ['rest: get by name'],
    },
    create: () => ({
      intercept: changingFields({ surface: 'rest', method: 'GET', path: onePipeline, status: 200 }, (fields) => ({
        ...fields,
        tags: JSON.stringify(fields.tags) === '{"team":"conformance"}' ? { team: 'another' } : fields.tags,
      })),
    }),
  },
  {
    name: 'name-is-known-late',
    family: 'stale read',
    defect: 'of every twenty names, the first reader of one does not find the pipeline',
    sporadic: true,
    kills: ['CRUD-04'],
    aspects: { 'CRUD-04': ['every pipeline is found by its name right after its create'] },
    knownOfKfp: { 'CRUD-04': ['pipeline-read-at-once'] },
    create: () => {
      const asked = new Set<string>();
      const isDue = { rest: everyNth(20), kubernetes: everyNth(20) };
      const name = /\/(names|namespaces\/[^/]+\/pipelines)\/[^/?]+$/;
      return {
        intercept: (request, send, surface) => {
          if (request.method !== 'GET' || !name.test(request.target) || asked.has(request.target)) return send(request);
          asked.add(request.target);
          if (!isDue[surface]()) return send(request);
          return Promise.resolve(fakeResponse(404, { code: 5, message: 'not found', details: [] }));
        },
      };
    },
  },
  {
    name: 'list-lags-behind',
    family: 'stale read',
    defect: 'every 20th list shows what there was when it was asked for the last time',
    sporadic: true,
    kills: ['CRUD-05'],
    aspects: { 'CRUD-05': ['every pipeline is listed right after its create'] },
    knownOfKfp: { 'CRUD-05': ['pipeline-read-at-once'] },
    create: () => ({ intercept: lagging({ method: 'GET', path: allPipelines }, 20) }),
  },
  {
    name: 'conflict-is-internal-error',
    family: 'status',
    defect: 'a name that is taken is answered 500 instead of 409',
    kills: ['CRUD-06', { requirement: 'PAR-01', scenarios: ['pipeline-created-twice'] }],
    aspects: { 'CRUD-06': ['the second create is refused'], 'PAR-01': ['second'] },
    create: () => ({ intercept: answering({ ...creation, status: 409 }, 500) }),
  },
  {
    name: 'created-in-another-time-zone',
    family: 'field',
    defect: 'the time of creation is that of another time zone',
    kills: ['CRUD-23', { requirement: 'PAR-01', scenarios: ['pipeline-creation-time'] }],
    aspects: {
      'CRUD-23': ['created_at is within 2 s of the call', '*: created_at after a change'],
      'PAR-01': ['time'],
    },
    create: () => {
      const time = '2001-02-03T04:05:06Z';
      return {
        intercept: aboutBodies(
          ['-dated"'],
          changingJson(creation, (json) =>
            'metadata' in json
              ? { ...json, metadata: { ...object(json, 'metadata'), creationTimestamp: time } }
              : { ...json, created_at: time },
          ),
        ),
      };
    },
  },
  {
    name: 'healthz-forgets-the-store',
    family: 'field',
    defect: 'healthz does not say where pipelines are kept',
    kills: ['CRUD-35', { requirement: 'PAR-01', scenarios: ['healthz-names-the-store'] }],
    aspects: { 'CRUD-35': ['healthz names the configured store'], 'PAR-01': ['fields'] },
    create: () => ({
      intercept: inventing({ surface: 'rest', path: /\/healthz$/ }, () => fakeResponse(200, { multi_user: false })),
    }),
  },
];

export default mutants;
