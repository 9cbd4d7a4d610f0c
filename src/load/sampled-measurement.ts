import { availableParallelism } from 'node:os';
import { accessOf, storageOf, type LaneName } from '../contract/lane-name.ts';
import { attribute, servedShare, type Attribution } from '../judgement/load/attribution.ts';
import { limitations } from '../judgement/load/limited.ts';
import { iterationTimes, reachedPerSecond } from './iteration-times.ts';
import type { Invalidity, Measurement } from '../judgement/load/schema.ts';
import type { ScriptNumbers } from './k6-measurement.ts';
import type { Mark } from './sampling/interval.ts';
import type { Sampler } from './sampling/sampler.ts';
import { serverSeconds } from './sampling/scrape/server-seconds.ts';
import { windowCores, type WindowCores } from './sampling/window-cores.ts';

/** A run of a script between two marks of the sampler. */
export interface SampledRun {
  readonly numbers: ScriptNumbers;
  readonly start: Mark;
  readonly end: Mark;
}

/** What the servers used for a run, and where its time went. */
export interface Sampled {
  readonly usage: Measurement['usage'];
  readonly attribution?: Attribution;
  /** Who limited it, other than the servers; only for runs of some seconds. */
  readonly limits: readonly Invalidity[];
}

/** In a shorter one hardly any sample of CPU time lies in the measured part: there is one a second. */
const shortestSeconds = 2;

/** Evaluates the samples of a run. `target`: the name of the target in the report. */
export const evaluateSamples = (
  { numbers, start, end }: SampledRun,
  sampler: Pick<Sampler, 'between' | 'samples' | 'secondAt'>,
  {
    lane,
    target,
    loop,
    offeredPerSecond,
    showsServers,
    relaysRest = false,
  }: Pick<Measurement, 'lane' | 'target' | 'loop'> & {
    readonly offeredPerSecond?: number;
    /** Whether the servers are among the sampled processes. */
    readonly showsServers: boolean;
    /** Whether requests by REST go through the harness. */
    readonly relaysRest?: boolean;
  },
): Sampled => {
  const interval = sampler.between(start, end);
  const usage = Object.fromEntries(
    Object.entries(interval.processes).map(([name, { cpuSeconds, peakRssBytes }]) => [
      name,
      { cpuSeconds, peakRssBytes },
    ]),
  );
  const { allRequests, startedAtMs } = numbers.extra;
  // The servers count the requests of the warm-up too, which may do less than a measured iteration.
  const iterations = numbers.requests === 0 ? 0 : (numbers.iterations * allRequests) / numbers.requests;
  const seconds = isKubernetes(lane) ? serverSeconds(interval.totals) : undefined;
  const attributed = seconds === undefined ? undefined : attribute(numbers.response?.mean ?? 0, iterations, seconds);
  const from = startedAtMs === undefined ? undefined : sampler.secondAt(startedAtMs);
  const cores = from === undefined ? undefined : windowCores(sampler.samples, from, from + numbers.seconds);
  const limits =
    cores === undefined || numbers.seconds < shortestSeconds
      ? []
      : limitations({
          ...withoutUnseen(cores, showsServers),
          ...(relaysRest && accessOf[lane] === 'rest' && { relayCores: cores.harnessCores }),
          loop,
          ...(offeredPerSecond !== undefined && { offeredPerSecond }),
          perSecond: reachedPerSecond(numbers),
          windows: numbers.windows,
          virtualUsers: numbers.virtualUsers,
          ...iterationTimes(numbers, loop),
          cores: availableParallelism(),
          ...(attributed !== undefined && { servedShare: servedShare(attributed) }),
          ...(accessOf[lane] === 'rest' && { client: target }),
        });
  return { usage, ...(attributed !== undefined && { attribution: attributed }), limits };
};

/** Where the servers are not sampled, their cores are unknown, and not none. */
const withoutUnseen = (
  { serverCores, harnessCores: _own, ...others }: WindowCores,
  showsServers: boolean,
): Omit<WindowCores, 'harnessCores'> => ({
  ...others,
  ...(showsServers && serverCores !== undefined && { serverCores }),
});

const isKubernetes = (lane: LaneName): boolean => storageOf[lane] === 'kubernetes';
