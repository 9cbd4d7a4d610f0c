import type { LaneName } from '../contract/lane-name.ts';
import type { OperationName } from '../contract/load-operation.ts';

/** How one operation is measured. */
export interface Operation {
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
  walk: { ...read, perSecond: 1, quantile: 50, virtualUsers: 2 },
  patch: { perSecond: 25, quantile: 99, pipelines: 0, writes: true },
  'delete-version': { perSecond: 25, quantile: 99, pipelines: 0, writes: true, deletes: true },
  'delete-cascade': { perSecond: 10, quantile: 90, pipelines: -1, writes: true, deletes: true },
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
