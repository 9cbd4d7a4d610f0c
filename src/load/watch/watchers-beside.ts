import { connectionOf } from '../../cluster/kubernetes-access.ts';
import type { Bench } from '../bench.ts';
import { objectPrefix } from '../script-variables.ts';
import type { StartBeside } from './beside.ts';
import { watchedCollection } from './collection.ts';
import { startWatch } from './watch-measurement.ts';

/** Watches that a plan wants beside each operation: they make it dearer, and what they deliver is counted, not judged. */
export const watchersBeside =
  ({ environment }: Pick<Bench, 'environment'>, watchers: number, signal: AbortSignal): StartBeside =>
  async () => {
    const watch = await startWatch(
      {
        connection: connectionOf(environment.kubernetes),
        path: watchedCollection,
        expected: { prefix: objectPrefix, first: 0, count: 0 },
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
