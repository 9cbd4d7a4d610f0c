import type { Bench } from './bench.ts';
import { startSampler, type Sampler } from './sampling/sampler.ts';

/** k6 and the target are started under names with numbers; their series have one name each. */
const seriesName = (name: string): string => name.replace(/^target-.*/, 'target').replace(/^k6-\d+$/, 'k6');

/** Samples everything of a bench that can be seen. `origin`: when the run began, by performance.now(). */
export const sampleBench = async (bench: Bench, origin: number, signal: AbortSignal): Promise<Sampler> => {
  const scrapers = await bench.scrapers(signal);
  return startSampler({
    origin,
    processes: () => bench.processes().map(({ name, pid }) => ({ name: seriesName(name), pid })),
    scrapers,
  });
};
