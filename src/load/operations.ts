import type { LaneName } from '../contract/lane-name.ts';
import type { OperationName } from '../contract/load-operation.ts';

/** How one operation is measured. */
export interface Operation {
  /** What one iteration does, for reports. */
  readonly description: string;
  /** The most virtual users that make sense; absent: those of the plan. */
  readonly virtualUsers?: number;
  /** Default offered rate of an open loop: iterations a second. */
  readonly perSecond: number;
  /** The highest quantile, in percent, that an open loop of the default plans carries. */
  readonly quantile: 50 | 90 | 99;
  /** What it does to the number of pipelines in the store: per iteration. */
  readonly pipelines: -1 | 0 | 1 | 'some';
  /** Whether it changes the store, so that the next operation begins from a restored one. */
  readonly writes: boolean;
  /** It deletes pipelines, or versions of pipelines, that are made for it beforehand. */
  readonly deletes?: true;
  /** Lanes without such an operation, and the nearest work there. */
  readonly without?: Readonly<Partial<Record<LaneName, string>>>;
}

const read = { pipelines: 0, writes: false } as const;
const noServerSide = 'custom resources have no server-side order: a client reads all pages and sorts';

/** Every operation, as it is measured with k6 or by the harness itself. */
export const operations: Readonly<Record<OperationName, Operation>> = {
  create: { description: 'create a pipeline', perSecond: 50, quantile: 99, pipelines: 1, writes: true },
  'create-with-version': {
    description: 'create a pipeline with its first version',
    perSecond: 25,
    quantile: 99,
    pipelines: 1,
    writes: true,
  },
  'get-known': {
    ...read,
    description: 'get a pipeline by its id (custom resources: by name)',
    perSecond: 100,
    quantile: 99,
  },
  'get-just-written': {
    description: 'create a pipeline and get it by the id of the answer',
    perSecond: 25,
    quantile: 99,
    pipelines: 1,
    writes: true,
  },
  'get-unknown': { ...read, description: 'get a pipeline by an id that does not exist', perSecond: 50, quantile: 99 },
  'get-by-name': { ...read, description: 'get a pipeline by its name', perSecond: 100, quantile: 99 },
  'list-first-page': { ...read, description: 'the first page of 50 pipelines', perSecond: 20, quantile: 90 },
  'list-middle-page': { ...read, description: 'a page of 50 pipelines from the middle', perSecond: 20, quantile: 90 },
  'list-last-page': { ...read, description: 'the last page of 50 pipelines', perSecond: 20, quantile: 90 },
  'list-sorted': {
    ...read,
    description: 'the first page of 50 pipelines in the order of another field',
    perSecond: 10,
    quantile: 90,
    without: { 'kubernetes/crd': noServerSide },
  },
  'list-filtered': {
    ...read,
    description: 'the first page of the pipelines whose names contain a text',
    perSecond: 10,
    quantile: 90,
    without: { 'kubernetes/crd': 'custom resources have no filter by a part of the name' },
  },
  'list-by-tag': {
    ...read,
    description: 'the first page of the pipelines with a tag',
    perSecond: 10,
    quantile: 90,
    without: { 'kubernetes/crd': 'tags are no labels: a client reads all pages and selects' },
  },
  walk: { ...read, description: 'all pages from first to last', perSecond: 1, quantile: 50, virtualUsers: 2 },
  patch: {
    description: 'change the description of a pipeline',
    perSecond: 25,
    quantile: 99,
    pipelines: 0,
    writes: true,
  },
  'delete-version': {
    description: 'delete a version',
    perSecond: 25,
    quantile: 99,
    pipelines: 0,
    writes: true,
    deletes: true,
  },
  'delete-cascade': {
    description: 'delete a pipeline with its version',
    perSecond: 10,
    quantile: 90,
    pipelines: -1,
    writes: true,
    deletes: true,
  },
  'fan-out': {
    ...read,
    description: 'what a page of the UI asks for: a list and ten gets',
    perSecond: 5,
    quantile: 90,
  },
  mixed: {
    description: 'a mix of reads and writes: 60 % get, 25 % list, 10 % create, 5 % change',
    perSecond: 40,
    quantile: 99,
    pipelines: 'some',
    writes: true,
  },
  'read-your-writes': {
    description: 'create a pipeline and ask until lists and gets show it',
    perSecond: 10,
    quantile: 90,
    pipelines: 1,
    writes: true,
  },
  watch: {
    description: 'watch all pipelines while others are created',
    perSecond: 20,
    quantile: 90,
    pipelines: 1,
    writes: true,
    without: {
      'database/rest': 'a database has no watch: clients list again',
      'kubernetes/rest': 'the REST API has no watch: clients list again',
    },
  },
  restart: {
    description: 'start the server over a store that is full: ready, first page, complete list',
    perSecond: 1,
    quantile: 50,
    pipelines: 0,
    writes: true,
  },
};
