import type { Bench } from './bench.ts';
import { sampleBench } from './bench-sampler.ts';
import { idsOf, writeIdFiles } from './id-files.ts';
import type { LoadRecord } from './load-record.ts';
import type { MeasuredStore } from './measure-options.ts';
import { addOverhead } from './sampling/run-overhead.ts';
import type { Sampler } from './sampling/sampler.ts';
import type { StoreContents } from './store-contents.ts';
import { startWatchdog } from './watchdog.ts';

/** A bench with all that is measured beside it. Disposing of it ends the bench too, and keeps the samples. */
export interface OpenStore extends MeasuredStore, AsyncDisposable {
  readonly sampler: Sampler;
  /** Aborted by the user, by the watchdog, and when a server ends by itself. */
  readonly signal: AbortSignal;
}

/** Takes over the bench, also where it throws. */
export const openStore = async (
  bench: Bench,
  contents: StoreContents,
  { record, signal }: { readonly record: LoadRecord; readonly signal: AbortSignal },
): Promise<OpenStore> => {
  await using stack = new AsyncDisposableStack();
  stack.use(bench);
  const sampler = stack.use(await sampleBench(bench, record.origin, signal));
  const watchdog = stack.use(startWatchdog({ sampler, directory: bench.stateDirectory }));
  let next = contents.pipelines;
  const ids = await writeIdFiles(bench, idsOf(contents));
  stack.defer(() => {
    record.samples.push(...sampler.samples);
    record.events.push(...sampler.events);
    Object.assign(record.series, sampler.series());
    addOverhead(record.sampling, sampler.overhead());
  });
  const owned = stack.move();
  return {
    bench,
    contents,
    ids,
    sampler,
    signal: AbortSignal.any([signal, watchdog.signal, bench.broken]),
    takeIndices: (count) => {
      next += count;
      return next - count;
    },
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
};
