import type { LaneName } from '../contract/lane-name.ts';
import type { OperationName } from '../contract/load-operation.ts';
import type { WorkBeside } from './data/users-beside.ts';

/** A quantile for which measurements are planned, in percent. */
export type Quantile = 50 | 90 | 99;

/** How one operation is measured. */
export interface Operation {
  /** The most virtual users that make sense; absent: those of the plan. */
  readonly virtualUsers?: number;
  /** Default offered rate of an open loop: iterations a second. */
  readonly perSecond: number;
  /** The highest quantile for which an open loop lasts long enough, if the target is not too slow. */
  readonly quantile: Quantile;
  /** What it does to the number of pipelines in the store: per iteration. */
  readonly pipelines: -1 | 0 | 1 | 'some';
  /** Whether it changes the store, so that the next operation begins from a restored one. */
  readonly writes: boolean;
  /** Each iteration deletes a pipeline with so many versions, or a version of one, that is made for it beforehand. */
  readonly deletes?: number;
  /** A pipeline is made for it beforehand, with as many versions as the store has pipelines, but at most so many. */
  readonly lists?: number;
  /** What its script does beside it: the times of the servers are not those of its own requests. */
  readonly beside?: WorkBeside;
  /** Whatever the loop of the plan is, it is measured in a closed loop of so many iterations, or of one if that of the plan is closed. */
  readonly iterations?: number;
  /** Why it needs servers that are processes of this machine; absent: it does not. */
  readonly onlyLocally?: string;
  /** Lanes without such an operation, and the nearest work there. */
  readonly without?: Readonly<Partial<Record<LaneName, string>>>;
}

const read = { pipelines: 0, writes: false } as const;
const noServerSide = 'custom resources have no server-side order: a client reads all pages and sorts';

/** Every operation, as it is measured with k6 or by the harness itself. */
export const operations: Readonly<Record<OperationName, Operation>> = {
  create: { perSecond: 50, quantile: 99, pipelines: 1, writes: true },
  'create-with-version': { perSecond: 25, quantile: 99, pipelines: 1, writes: true },
  'get-known': { ...read, perSecond: 100, quantile: 99 },
  'get-just-written': { perSecond: 25, quantile: 99, pipelines: 1, writes: true },
  'get-unknown': { ...read, perSecond: 50, quantile: 99 },
  'reads-beside-unknown': { ...read, perSecond: 20, quantile: 90, beside: 'unknown-ids' },
  'get-by-name': { ...read, perSecond: 100, quantile: 99 },
  'list-first-page': { ...read, perSecond: 20, quantile: 90 },
  'list-middle-page': { ...read, perSecond: 20, quantile: 90 },
  'list-last-page': { ...read, perSecond: 20, quantile: 90 },
  'list-sorted': {
    ...read,
    perSecond: 10,
    quantile: 90,
    without: { 'kubernetes/crd': noServerSide },
  },
  'list-filtered': {
    ...read,
    perSecond: 10,
    quantile: 90,
    without: { 'kubernetes/crd': 'custom resources have no filter by a part of the name' },
  },
  'list-by-tag': {
    ...read,
    perSecond: 10,
    quantile: 90,
    without: { 'kubernetes/crd': 'tags are no labels: a client reads all pages and selects' },
  },
  'list-versions': {
    ...read,
    perSecond: 10,
    quantile: 90,
    lists: 10_000,
    without: { 'kubernetes/crd': 'no list of one pipeline: a label selects its versions from those of all' },
  },
  walk: { ...read, perSecond: 1, quantile: 50, virtualUsers: 2 },
  'walk-beside-writers': { ...read, perSecond: 1, quantile: 50, virtualUsers: 2, beside: 'writers' },
  patch: { perSecond: 25, quantile: 99, pipelines: 0, writes: true },
  'delete-version': { perSecond: 25, quantile: 99, pipelines: 0, writes: true, deletes: 1 },
  'delete-cascade': { perSecond: 10, quantile: 90, pipelines: -1, writes: true, deletes: 1 },
  'delete-cascade-many': {
    perSecond: 1,
    quantile: 50,
    virtualUsers: 1,
    pipelines: -1,
    writes: true,
    deletes: 200,
    iterations: 3,
    without: { 'kubernetes/crd': 'the garbage collector deletes the versions, after the answer' },
  },
  'fan-out': { ...read, perSecond: 5, quantile: 90 },
  mixed: { perSecond: 40, quantile: 99, pipelines: 'some', writes: true },
  'read-your-writes': { perSecond: 10, quantile: 90, pipelines: 1, writes: true },
  watch: {
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
    perSecond: 1,
    quantile: 50,
    pipelines: 0,
    writes: true,
    onlyLocally: 'only servers that are processes of this machine are ended and started again',
  },
};

/** Whether the store is another one after an operation, so that the next one begins from a restored one. */
export const changesStore = (operation: OperationName): boolean => {
  const { writes, lists, beside } = operations[operation];
  return writes || lists !== undefined || beside === 'writers';
};
