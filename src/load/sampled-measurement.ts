import { availableParallelism } from 'node:os';
import { accessOf, storageOf, type LaneName } from '../contract/lane-name.ts';
import { attribute, servedShare, type Attribution } from '../judgement/load/attribution.ts';
import { limitations } from '../judgement/load/limited.ts';
import type { Invalidity, Measurement } from '../judgement/load/schema.ts';
import type { ScriptNumbers } from './k6-measurement.ts';
import type { Mark } from './sampling/interval.ts';
import type { Sampler } from './sampling/sampler.ts';
import { serverSeconds } from './sampling/scrape/server-seconds.ts';
import { windowCores } from './sampling/window-cores.ts';

/** A run of a script between two marks of the sampler. */
export interface SampledRun {
  readonly numbers: ScriptNumbers;
  readonly start: Mark;
  readonly end: Mark;
  readonly warmUps: number;
}

/** What the servers used for a run, and where its time went. */
export interface Sampled {
  readonly usage: Measurement['usage'];
  readonly attribution?: Attribution;
  /** Who limited it, other than the servers; only for runs of some seconds. */
  readonly limits: readonly Invalidity[];
}

/** A shorter run has too few samples of CPU time, of which there is one a second. */
const shortestSeconds = 2;

/** Evaluates the samples of a run. `target`: the name of the target in the report. */
export const evaluateSamples = (
  { numbers, start, end, warmUps }: SampledRun,
  sampler: Pick<Sampler, 'between' | 'samples'>,
  {
    lane,
    target,
    loop,
    offeredPerSecond,
  }: Pick<Measurement, 'lane' | 'target' | 'loop'> & {
    readonly offeredPerSecond?: number;
  },
): Sampled => {
  const interval = sampler.between(start, end);
  const usage = Object.fromEntries(
    Object.entries(interval.processes).map(([name, { cpuSeconds, peakRssBytes }]) => [
      name,
      { cpuSeconds, peakRssBytes },
    ]),
  );
  const mean = numbers.response?.mean ?? 0;
  const seconds = isKubernetes(lane) ? serverSeconds(interval.totals) : undefined;
  const attributed = seconds === undefined ? undefined : attribute(mean, numbers.iterations + warmUps, seconds);
  const until = end.beforeScrape.second;
  const cores = windowCores(sampler.samples, until - numbers.seconds, until);
  const limits =
    cores === undefined || numbers.seconds < shortestSeconds
      ? []
      : limitations({
          ...cores,
          loop,
          ...(offeredPerSecond !== undefined && { offeredPerSecond }),
          perSecond: numbers.perSecond,
          windows: numbers.windows,
          virtualUsers: numbers.virtualUsers,
          meanIterationMs: mean,
          cores: availableParallelism(),
          servedShare: attributed === undefined ? 0 : servedShare(attributed.attribution),
          ...(accessOf[lane] === 'rest' && { client: target }),
        });
  return { usage, ...(attributed !== undefined && { attribution: attributed.attribution }), limits };
};

const isKubernetes = (lane: LaneName): boolean => storageOf[lane] === 'kubernetes';
