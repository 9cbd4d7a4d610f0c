import path from 'node:path';
import type { Invalidity } from '../../judgement/load/schema.ts';
import { counted } from '../../text/counted.ts';
import { patience } from '../../waiting/slowness.ts';
import type { Bench } from '../bench.ts';
import { readAcknowledgements, requireAcknowledgements } from './acknowledgements.ts';
import type { StartBeside } from './beside.ts';
import type { Completeness } from './completeness.ts';
import { watchFigures } from './watch-figures.ts';
import { startWatch, type WatchReport } from './watch-measurement.ts';

/** Events follow the answer to a create within milliseconds; after this time they are missing. */
const deliveryMs = 10_000;

const kinds = {
  missing: 'never delivered',
  duplicates: 'delivered more than once',
  recreated: 'delivered with another uid',
  unexpected: 'delivered and never created',
} as const satisfies Partial<Record<keyof Completeness, string>>;

/** A watch that does not deliver each new object once is wrong, whatever its figures are. */
export const watchFaults = ({ watchers }: Pick<WatchReport, 'watchers'>): readonly Invalidity[] => {
  const faults = Object.entries(kinds).flatMap(([kind, words]) => {
    const sum = watchers.reduce((total, watcher) => total + watcher[kind as keyof typeof kinds], 0);
    return sum === 0 ? [] : [`${counted(sum, 'event')} ${words}`];
  });
  if (faults.length === 0) return [];
  const examples = watchers.find((watcher) => watcher.examples !== '')?.examples ?? '';
  return [{ reason: 'wrong-answers', subject: 'watch', text: `${faults.join(', ')} (${examples})` }];
};

/** Watches whose events are judged: each pipeline that the loop creates must come to each watcher exactly once. */
export const judgedWatch =
  (
    { cluster, prefix, stateDirectory, watched }: Pick<Bench, 'cluster' | 'prefix' | 'stateDirectory' | 'watched'>,
    watchers: number,
    signal: AbortSignal,
  ): StartBeside =>
  async ({ first, count, warmUps }) => {
    const watch = await startWatch(
      {
        connection: cluster.connection,
        path: watched,
        expected: { prefix, first, count },
        watchers,
      },
      signal,
    );
    const consoleFile = path.join(stateDirectory, `acknowledged-${first}`);
    return {
      variables: { ACKNOWLEDGE: '1' },
      consoleFile,
      finish: async (numbers) => {
        const acknowledged = await readAcknowledgements(consoleFile);
        requireAcknowledgements(acknowledged, numbers);
        const report = await watch.finish({
          deadlineMs: patience(deliveryMs),
          // An open loop begins as many iterations as its rate gives, one more or less.
          count: warmUps + numbers.iterations + numbers.interrupted,
          acknowledgedAt: (position) => acknowledged.get(first + position),
        });
        return { figures: watchFigures(report), cpuSeconds: report.cpuSeconds, invalid: watchFaults(report) };
      },
      [Symbol.asyncDispose]: () => watch[Symbol.asyncDispose](),
    };
  };
