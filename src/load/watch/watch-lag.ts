import type { Received } from './delivery-record.ts';

/** When objects were created, and how exactly that is known. */
export interface LagOrigin {
  /** acknowledgement: the client had the answer to its create; creationTimestamp: the API server began to create. */
  readonly from: 'acknowledgement' | 'creationTimestamp';
  /** A lag may be too long by up to this. */
  readonly resolutionMs: number;
}

/** The lag of every first delivery to every watcher. */
export interface WatchLag extends LagOrigin {
  /** Milliseconds, ascending. Negative: the event came before the answer to the create. */
  readonly lags: Float64Array;
}

/** Kubernetes writes whole seconds, rounded down. */
const timestampResolutionMs = 1000;
/** Clocks of k6 and Node in whole milliseconds. */
const clockResolutionMs = 1;

/**
 * `acknowledgedAt` gives Unix milliseconds by position, undefined where it is unknown: such objects have no lag. Without it
 * the lag is counted from the creationTimestamps `createdAt`.
 */
export const watchLag = (
  received: readonly Pick<Received, 'deliveredAt'>[],
  createdAt: Float64Array,
  acknowledgedAt?: (position: number) => number | undefined,
): WatchLag => {
  const origin: LagOrigin =
    acknowledgedAt === undefined
      ? { from: 'creationTimestamp', resolutionMs: timestampResolutionMs }
      : { from: 'acknowledgement', resolutionMs: clockResolutionMs };
  const begun = acknowledgedAt ?? ((position: number) => createdAt[position]);
  const lags: number[] = [];
  for (const { deliveredAt } of received)
    for (const [position, delivered] of deliveredAt.entries()) {
      const start = begun(position);
      if (delivered !== 0 && start !== undefined && start !== 0) lags.push(delivered - start);
    }
  return { ...origin, lags: Float64Array.from(lags).toSorted() };
};
