import { availableParallelism } from 'node:os';
import { accessOf, storageOf } from '../contract/lane-name.ts';
import { attribute, servedShare } from '../judgement/load/attribution.ts';
import { limitations } from '../judgement/load/limited.ts';
import type { Measurement } from '../judgement/load/schema.ts';
import type { Interval } from './sampling/interval.ts';
import { serverSeconds } from './sampling/scrape/server-seconds.ts';

/** A measurement with what the processes used for it, where its time went, and who limited it. */
export const withInterval = (measurement: Measurement, interval: Interval, warmUps: number): Measurement => {
  const { lane, target, iterations, response, windows } = measurement;
  const usage = Object.fromEntries(
    Object.entries(interval.processes).map(([name, { cpuSeconds, peakRssBytes }]) => [name, { cpuSeconds, peakRssBytes }]),
  );
  const mean = response?.mean ?? 0;
  const seconds = serverSeconds(interval.totals);
  const attributed = seconds === undefined ? undefined : attribute(mean, iterations + warmUps, seconds);
  const cores = (names: (name: string) => boolean): number =>
    Object.entries(interval.processes).reduce((sum, [name, process]) => sum + (names(name) ? process.cores : 0), 0);
  const found = limitations({
    loop: measurement.loop,
    ...(measurement.offeredPerSecond !== undefined && { offeredPerSecond: measurement.offeredPerSecond }),
    perSecond: measurement.perSecond,
    windows,
    virtualUsers: measurement.virtualUsers,
    meanIterationMs: mean,
    cores: availableParallelism(),
    generatorCores: cores((name) => name === 'k6'),
    serverCores: cores((name) => !['k6', 'harness'].includes(name)),
    machineCores: interval.machine.cores + interval.machine.stealCores,
    ...(interval.machine.ioPressure !== undefined && { ioPressure: interval.machine.ioPressure }),
    servedShare:
      storageOf[lane] === 'database' || attributed === undefined ? 0 : servedShare(attributed.attribution),
    ...(accessOf[lane] === 'rest' && { client: target }),
  });
  return {
    ...measurement,
    usage,
    ...(attributed !== undefined && storageOf[lane] === 'kubernetes' && { attribution: attributed.attribution }),
    invalid: [...measurement.invalid, ...found],
  };
};
