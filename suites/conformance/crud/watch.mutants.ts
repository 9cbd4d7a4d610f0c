import { object, text, type Json } from '../../../src/clients/json-response.ts';
import type { WatchEvent } from '../../../src/clients/kubernetes.ts';
import type { Mutant } from '../../../src/mutants/mutant.ts';

const lanes = ['kubernetes/crd'] as const;
const changesWatched = [
  { requirement: 'CRUD-38', scenarios: ['pipeline-changes-watched'] },
  { requirement: 'VER-17', scenarios: ['version-changes-watched'] },
];
const deletionsWatched = [
  { requirement: 'CRUD-09', scenarios: ['pipeline-deletions-watched'] },
  { requirement: 'VER-16', scenarios: ['version-deletions-watched'] },
];
const followed = { requirement: 'LIST-26', scenarios: ['watch-agrees-with-lists'] };

const mutants: readonly Mutant[] = [
  {
    name: 'watch-loses-deletions',
    family: 'event',
    defect: 'a watch does not tell of what is deleted',
    lanes,
    kills: [...deletionsWatched, followed],
    aspects: {
      'CRUD-09': ['what a watch shows of pipelines that are deleted'],
      'LIST-26': ['what is left of nine pipelines when three are deleted', 'kubernetes: lists what a watcher knows'],
      'VER-16': ['what a watch shows of versions that are deleted, and of the other'],
    },
    create: () => ({ interceptWatch: (event) => (event.type === 'DELETED' ? [] : [event]) }),
  },
  {
    name: 'watch-changes-the-order',
    family: 'event',
    defect: 'of two changes in a row, a watch tells of the later one first',
    lanes,
    kills: changesWatched,
    aspects: {
      'CRUD-38': ['what a watch shows of a pipeline that is changed'],
      'VER-17': ['what a watch shows of a version that is changed'],
    },
    create: () => {
      let held: WatchEvent | undefined;
      return {
        interceptWatch: (event) => {
          if (event.type !== 'MODIFIED') return [event];
          const before = held;
          held = before === undefined ? event : undefined;
          return before === undefined ? [] : [event, before];
        },
      };
    },
  },
  {
    name: 'watch-calls-deletions-changes',
    family: 'event',
    defect: 'a watch tells of a deletion as of a change',
    lanes,
    kills: deletionsWatched,
    aspects: {
      'CRUD-09': ['what a watch shows of pipelines that are deleted'],
      'VER-16': ['what a watch shows of versions that are deleted, and of the other'],
    },
    create: () => ({
      interceptWatch: (event) => [event.type === 'DELETED' ? { ...event, type: 'MODIFIED' } : event],
    }),
  },
  {
    name: 'watch-shows-what-was-created',
    family: 'event',
    defect: 'a watch tells of changes with the object as it was created',
    lanes,
    kills: changesWatched,
    aspects: {
      'CRUD-38': ['what a watch shows of a pipeline that is changed'],
      'VER-17': ['what a watch shows of a version that is changed'],
    },
    create: () => {
      const specs = new Map<string, Json>();
      return {
        interceptWatch: (event) => {
          const uid = text(object(event.object, 'metadata'), 'uid');
          const spec = specs.get(uid) ?? object(event.object, 'spec');
          specs.set(uid, spec);
          return [{ ...event, object: { ...event.object, spec } }];
        },
      };
    },
  },
  {
    name: 'watch-shows-changes-in-part',
    family: 'event',
    defect: 'a watch tells of a change with an object that has neither its uid nor its definition',
    long: true,
    lanes,
    kills: changesWatched,
    aspects: { 'CRUD-38': ['the pipeline keeps its id'], 'VER-17': ['the definition in each event'] },
    create: () => ({
      interceptWatch: (event) => {
        if (event.type !== 'MODIFIED') return [event];
        const { uid: _, ...metadata } = object(event.object, 'metadata');
        const { pipelineSpec: __, ...spec } = object(event.object, 'spec');
        return [{ ...event, object: { ...event.object, metadata, spec } }];
      },
    }),
  },
];

export default mutants;
