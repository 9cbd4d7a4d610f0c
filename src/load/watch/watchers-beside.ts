import type { Bench } from '../bench.ts';
import type { StartBeside } from './beside.ts';
import { startWatch } from './watch-measurement.ts';

/** Watches that a plan wants beside each operation: they make it dearer, and what they deliver is counted, not judged. */
export const watchersBeside =
  (
    { cluster, prefix, watched }: Pick<Bench, 'cluster' | 'prefix' | 'watched'>,
    watchers: number,
    signal: AbortSignal,
  ): StartBeside =>
  async () => {
    const watch = await startWatch(
      {
        connection: cluster.connection,
        path: watched,
        expected: { prefix, first: 0, count: 0 },
        watchers,
      },
      signal,
    );
    return {
      variables: {},
      finish: async () => {
        const { events, restarts, cpuSeconds } = await watch.finish({ deadlineMs: 0, count: 0 });
        return {
          figures: { watchersCount: watchers, watchEventsCount: events, watchRestartsCount: restarts },
          cpuSeconds,
          invalid: [],
        };
      },
      [Symbol.asyncDispose]: () => watch[Symbol.asyncDispose](),
    };
  };
