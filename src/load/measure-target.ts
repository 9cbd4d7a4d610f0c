import { messageOf } from '../judgement/check-error.ts';
import { openBench, type Bench } from './bench.ts';
import { describeBench, reportedTarget, type ReportedTarget } from './describe-bench.ts';
import { operationsOn, type LaneOperation } from './lane-operations.ts';
import type { LoadOptions } from './load-options.ts';
import { lanesIn } from './measured-lanes.ts';
import { measureOperation } from './measure-operation.ts';
import { measurementText } from './measurement-text.ts';
import { openStore, type OpenStore } from './open-store.ts';
import { changesStore } from './operations.ts';
import { proveStore } from './prove-store.ts';
import {
  fillStore,
  nothing,
  seededStore,
  type SeededStore,
  type WantedContents,
  type WantedStore,
} from './seeded-store.ts';
import { contentsAt } from './store-contents.ts';
import { storeAtRest } from './store-at-rest.ts';

/** Opens a filled bench for measurements, and records its store when it is open for the first time. Takes over the bench. */
export const openFilled = async (
  bench: Bench,
  wanted: WantedContents,
  target: ReportedTarget,
  { record, plan, signal }: LoadOptions,
  seeded?: SeededStore,
): Promise<OpenStore> => {
  const { storage, pipelines } = wanted;
  const contents = contentsAt(plan, pipelines);
  await using stack = new AsyncDisposableStack();
  stack.use(bench);
  await describeBench(bench, record, target);
  const { seeding, proof } = seeded ?? (await fillStore(bench, wanted, nothing));
  if (seeded === undefined && plan.webhooks) await bench.instance.applyWebhooks?.();
  const isRecorded = record.stores.some(
    (one) => one.target === target.name && one.storage === storage && one.objects === pipelines,
  );
  // Of a snapshot once: each later opening restores the same files.
  const proved = isRecorded ? undefined : (proof ?? (await proveStore(bench, { plan, seed: wanted.seed, contents })));
  stack.move();
  await using opened = new AsyncDisposableStack();
  const store = opened.use(await openStore(bench, contents, { record, signal }));
  if (proved === undefined) {
    opened.move();
    return store;
  }
  const atRest = await store.sampler.mark();
  record.stores.push({
    target: target.name,
    storage,
    objects: contents.pipelines,
    versions: contents.versions,
    namespaces: plan.namespaces,
    seeding,
    proof: proved,
    ...storeAtRest(store.sampler, atRest),
  });
  opened.move();
  return store;
};

const open = async (wanted: WantedStore, seeded: SeededStore | undefined, options: LoadOptions): Promise<OpenStore> => {
  const { plan, progress, signal } = options;
  const bench = await openBench({
    plan,
    target: wanted.target.target,
    storage: wanted.storage,
    webhooks: seeded !== undefined && plan.webhooks,
    ...(seeded !== undefined && { from: seeded.snapshot.directory }),
    progress,
    signal,
  });
  return openFilled(bench, wanted, reportedTarget(wanted.target), options, seeded);
};

/** Measures one operation and records it. One that fails is noted; the run goes on unless a server or the user ended it. */
export const measure = async (
  store: OpenStore,
  { lane, operation }: LaneOperation,
  target: string,
  { plan, seed, record, measured, progress }: LoadOptions,
): Promise<void> => {
  const at = `${lane} ${operation} at ${store.contents.pipelines.toLocaleString('en')}`;
  try {
    const measurement = await measureOperation({ ...store, plan, seed, target, lane, operation });
    // What was measured while a server ended says nothing about it.
    store.signal.throwIfAborted();
    record.measurements.push(measurement);
    progress(`${at}: ${measurementText(measurement)}`);
  } catch (cause) {
    // The end of a server is the cause of whatever failed just before it was noticed.
    await new Promise((resolve) => setImmediate(resolve));
    store.signal.throwIfAborted();
    record.broken.push(`${at}: ${messageOf(cause)}`);
    progress(`${at}: ${messageOf(cause)}`);
    return;
  }
  await measured();
};

/** Measures all operations of the lanes of one store of one target. */
export const measureTarget = async (wanted: WantedStore, options: LoadOptions): Promise<void> => {
  const { plan, lanes } = options;
  const seeded = plan.snapshots ? await seededStore(wanted) : undefined;
  await using _held = seeded?.snapshot;
  let store: OpenStore | undefined;
  try {
    for (const one of operationsOn(plan, lanesIn(wanted.storage, lanes))) {
      store ??= await open(wanted, seeded, options);
      await measure(store, one, wanted.target.name, options);
      if (!plan.snapshots || !changesStore(one.operation)) continue;
      const written = store;
      store = undefined;
      await written[Symbol.asyncDispose]();
    }
  } finally {
    await store?.[Symbol.asyncDispose]();
  }
};
