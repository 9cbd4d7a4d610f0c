import type { StorageMode } from '../contract/lane-name.ts';
import type { StoreRecord } from '../judgement/load/schema.ts';
import { counted } from '../text/counted.ts';
import { dropDatabase } from '../targets/drop-database.ts';
import type { Waiting } from '../waiting/waiting.ts';
import { sampleBench } from './bench-sampler.ts';
import { openBench, type Bench, type BenchOptions, type LocalBench } from './bench.ts';
import type { HeldSnapshot } from './cached-snapshots.ts';
import { cpuUse } from './cpu-use.ts';
import type { NamedTarget } from './named-target.ts';
import type { Plan } from './plan.ts';
import { proveStore } from './prove-store.ts';
import { seedStore } from './seed.ts';
import { findSnapshot, removeSnapshot, storeSnapshot } from './snapshot-cache.ts';
import { snapshotKey, type KeyData } from './snapshot-key.ts';
import { contentsAt, emptyStore, type StoreContents } from './store-contents.ts';
import { contentsIn, keepUnfinished } from './unfinished-store.ts';
import { startWatchdog } from './watchdog.ts';

/** The contents that a plan asks for. */
export interface WantedContents extends Waiting {
  readonly plan: Plan;
  readonly seed: number;
  readonly storage: StorageMode;
  readonly pipelines: number;
}

/** A store that a plan asks for. */
export interface WantedStore extends WantedContents {
  readonly target: NamedTarget;
  /** Component → version. */
  readonly versions: Readonly<Record<string, string>>;
}

type Seeding = Pick<StoreRecord, 'seeding' | 'proof'>;

/** Custom resources are the same for every target; the rows of a database are written by it. */
const writerOf = ({ storage, target: { target } }: WantedStore): KeyData =>
  storage === 'kubernetes'
    ? null
    : {
        kind: target.kind,
        sha256: target.kind === 'binary' ? (target.sha256 ?? null) : null,
        executable: target.executable,
      };

const keyOf = (
  wanted: WantedStore,
  contents: StoreContents,
  further: Readonly<Record<string, KeyData>> = {},
): string => {
  const { plan, seed, storage, versions } = wanted;
  const { sizes, namespaces, tenancy } = plan;
  return snapshotKey({
    data: {
      format: 2,
      seed,
      storage,
      contents: { ...contents },
      sizes,
      namespaces,
      tenancy,
      writer: writerOf(wanted),
      ...further,
    },
    versions,
  });
};

/** Where the filling of a store begins. */
export interface Beginning {
  readonly origin: StoreRecord['seeding']['from'];
  /** What the store certainly holds. */
  readonly from: StoreContents;
  /** Absent: an empty store. */
  readonly snapshot?: HeldSnapshot;
}

export const nothing: Beginning = { origin: 'nothing', from: emptyStore };

/** Fills an open store and proves its contents. `filled` is called with what it certainly holds, after each chunk. */
export const fillStore = async (
  bench: Bench,
  { plan, seed, storage, pipelines, progress, signal }: WantedContents,
  { from, origin }: Beginning,
  filled?: (contents: StoreContents) => void,
): Promise<Seeding> => {
  const contents = contentsAt(plan, pipelines);
  // Filling is what takes the room of the machine.
  await using watched = new AsyncDisposableStack();
  const sampler = watched.use(await sampleBench(bench, performance.now(), signal));
  const watchdog = watched.use(startWatchdog({ sampler, directory: bench.stateDirectory }));
  const before = cpuUse().harness;
  const { created, seconds } = await seedStore(bench, {
    plan,
    seed,
    from,
    to: contents,
    isUnfinished: origin === 'unfinished',
    signal: AbortSignal.any([signal, watchdog.signal, bench.broken]),
    ...(filled && { filled }),
    progress: ({ created: done, total, perSecond }) =>
      progress(
        `filling the ${storage} store: ${done.toLocaleString('en')} of ${counted(total, 'object')}, ${Math.round(perSecond)}/s, about ${Math.ceil((total - done) / Math.max(1, perSecond))} s left`,
      ),
  });
  const harnessCpuSeconds = cpuUse().harness - before;
  const perSecond = origin === 'unfinished' ? {} : { perSecond: seconds > 0 ? created / seconds : 0 };
  return {
    seeding: { from: origin, created, seconds, ...perSecond, harnessCpuSeconds },
    proof: await proveStore(bench, { plan, seed, contents }),
  };
};

const unfinishedKey = (wanted: WantedStore): string =>
  keyOf(wanted, contentsAt(wanted.plan, wanted.pipelines), { unfinished: true });

/** What an interrupted run left of this store, or the largest stored snapshot of fewer pipelines. */
const beginningOf = async (wanted: WantedStore): Promise<Beginning> => {
  const { plan, pipelines } = wanted;
  const unfinished = await findSnapshot(unfinishedKey(wanted), wanted);
  if (unfinished !== undefined) return { origin: 'unfinished', from: contentsIn(unfinished), snapshot: unfinished };
  for (const count of plan.objects.filter((fewer) => fewer < pipelines).toReversed()) {
    const from = contentsAt(plan, count);
    const snapshot = await findSnapshot(keyOf(wanted, from), wanted);
    if (snapshot !== undefined) return { origin: 'smaller-store', from, snapshot };
  }
  return nothing;
};

/** A snapshot of a filled store, held until disposed of, with how it came to be. */
export interface SeededStore {
  readonly snapshot: HeldSnapshot;
  readonly seeding: StoreRecord['seeding'];
  /** Absent: it comes from an earlier run, and is proved when it is opened. */
  readonly proof?: StoreRecord['proof'];
}

const fromSnapshot: StoreRecord['seeding'] = {
  from: 'snapshot',
  created: 0,
  seconds: 0,
  perSecond: 0,
  harnessCpuSeconds: 0,
};

/** Whether there is more to keep than what the filling began with. */
const hasGrown = ({ from }: Beginning, { pipelines, versions }: StoreContents): boolean =>
  pipelines > from.pipelines || versions > from.versions;

/** Ends the target of a filled store, and makes its snapshot one that any target can start from. */
const release = async (bench: LocalBench, progress: Waiting['progress']): Promise<void> => {
  await bench.endTarget();
  // Other targets do not begin with the tables of this one.
  if (bench.storage === 'kubernetes') await dropDatabase(bench.environment.database, bench.database.name, progress);
};

/** Opens a bench that outlives an interruption, so that what was filled can still be saved. */
const openLasting = async (options: BenchOptions): Promise<LocalBench> => {
  const opening = new AbortController();
  const abort = (): void => opening.abort(options.signal.reason);
  options.signal.addEventListener('abort', abort, { once: true });
  try {
    options.signal.throwIfAborted();
    return await openBench({ ...options, signal: opening.signal });
  } finally {
    options.signal.removeEventListener('abort', abort);
  }
};

/** Fills a store, proves it and saves it under a key. */
const filledStore = async (wanted: WantedStore, key: string): Promise<SeededStore> => {
  const { plan, target, storage, pipelines, progress, signal } = wanted;
  const beginning = await beginningOf(wanted);
  await using held = beginning.snapshot;
  await using bench = await openLasting({
    plan,
    target: target.target,
    storage,
    webhooks: false,
    progress,
    signal,
    ...(held !== undefined && { from: held.directory }),
  });
  const state = { bytes: () => bench.environment.snapshotBytes() };
  let certain = beginning.from;
  let seeding: Seeding;
  try {
    seeding = await fillStore(bench, wanted, beginning, (contents) => {
      certain = contents;
    });
  } catch (cause) {
    await held?.[Symbol.asyncDispose]();
    if (signal.aborted && !bench.broken.aborted && hasGrown(beginning, certain))
      await keepUnfinished(
        {
          ...state,
          key: unfinishedKey(wanted),
          storage,
          contents: certain,
          release: () => release(bench, progress),
          save: bench.environment.saveSnapshot,
        },
        progress,
      );
    // What cannot be finished once is not tried again and again.
    else if (!signal.aborted && beginning.origin === 'unfinished') {
      progress(
        `the unfinished ${storage} store cannot be finished and is removed: the next run begins with an empty one`,
      );
      await removeSnapshot(unfinishedKey(wanted), wanted);
    }
    throw cause;
  }
  await release(bench, progress);
  const content = { pipelines: String(pipelines), storage };
  const snapshot = await storeSnapshot(
    key,
    { ...state, save: (directory) => bench.environment.saveSnapshot(directory, content, wanted) },
    wanted,
  );
  await held?.[Symbol.asyncDispose]();
  await removeSnapshot(unfinishedKey(wanted), wanted);
  return { ...seeding, snapshot };
};

/**
 * The snapshot of a store: of an earlier run, or filled now from what there is of it, proved and saved. The contents of one
 * from an earlier run are proved when it is opened.
 */
export const seededStore = async (wanted: WantedStore): Promise<SeededStore> => {
  const { plan, storage, pipelines, progress } = wanted;
  const key = keyOf(wanted, contentsAt(plan, pipelines));
  const known = await findSnapshot(key, wanted);
  if (known !== undefined) {
    progress(`the ${storage} store of ${counted(pipelines, 'pipeline')} comes from a snapshot`);
    return { snapshot: known, seeding: fromSnapshot };
  }
  return filledStore(wanted, key);
};
