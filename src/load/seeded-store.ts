import type { StorageMode } from '../contract/lane-name.ts';
import type { StoreRecord } from '../judgement/load/schema.ts';
import { counted } from '../text/counted.ts';
import { dropDatabase } from '../targets/drop-database.ts';
import type { Waiting } from '../waiting/waiting.ts';
import { openBench, type Bench } from './bench.ts';
import type { HeldSnapshot } from './cached-snapshots.ts';
import { cpuUse } from './cpu-use.ts';
import type { NamedTarget } from './named-target.ts';
import type { Plan } from './plan.ts';
import { proveStore } from './prove-store.ts';
import { seedStore } from './seed.ts';
import { findSnapshot, storeSnapshot } from './snapshot-cache.ts';
import { snapshotKey, type KeyData } from './snapshot-key.ts';
import { contentsAt, emptyStore, type StoreContents } from './store-contents.ts';

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

const keyOf = (wanted: WantedStore, contents: StoreContents): string => {
  const { plan, seed, storage, versions } = wanted;
  const { sizes, namespaces, tenancy } = plan;
  return snapshotKey({
    data: { format: 2, seed, storage, contents: { ...contents }, sizes, namespaces, tenancy, writer: writerOf(wanted) },
    versions,
  });
};

/** Fills an open store and proves its contents. */
export const fillStore = async (
  bench: Bench,
  { plan, seed, storage, pipelines, progress, signal }: WantedContents,
  { from, origin }: { readonly from: StoreContents; readonly origin: StoreRecord['seeding']['from'] },
): Promise<Seeding> => {
  const contents = contentsAt(plan, pipelines);
  const before = cpuUse().harness;
  const { created, seconds } = await seedStore(bench, {
    plan,
    seed,
    from,
    to: contents,
    signal,
    progress: ({ created: done, total, perSecond }) =>
      progress(
        `filling the ${storage} store: ${done.toLocaleString('en')} of ${counted(total, 'object')}, ${Math.round(perSecond)}/s, about ${Math.ceil((total - done) / Math.max(1, perSecond))} s left`,
      ),
  });
  const harnessCpuSeconds = cpuUse().harness - before;
  return {
    seeding: { from: origin, created, seconds, perSecond: seconds > 0 ? created / seconds : 0, harnessCpuSeconds },
    proof: await proveStore(bench, { plan, seed, contents }),
  };
};

/** The largest stored snapshot of fewer pipelines from which this store can be filled. */
const smaller = async (
  wanted: WantedStore,
): Promise<{ readonly snapshot: HeldSnapshot; readonly contents: StoreContents } | undefined> => {
  for (const pipelines of wanted.plan.objects.filter((count) => count < wanted.pipelines).toReversed()) {
    const contents = contentsAt(wanted.plan, pipelines);
    const snapshot = await findSnapshot(keyOf(wanted, contents), wanted);
    if (snapshot !== undefined) return { snapshot, contents };
  }
  return undefined;
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

/**
 * The snapshot of a store: of an earlier run, or filled now from the largest smaller one, proved and saved. The contents of
 * one from an earlier run are proved when it is opened.
 */
export const seededStore = async (wanted: WantedStore): Promise<SeededStore> => {
  const { plan, target, storage, pipelines, progress, signal } = wanted;
  const contents = contentsAt(plan, pipelines);
  const key = keyOf(wanted, contents);
  const known = await findSnapshot(key, wanted);
  if (known !== undefined) {
    progress(`the ${storage} store of ${counted(pipelines, 'pipeline')} comes from a snapshot`);
    return { snapshot: known, seeding: fromSnapshot };
  }
  const base = await smaller(wanted);
  await using _held = base?.snapshot;
  await using bench = await openBench({
    plan,
    target: target.target,
    storage,
    webhooks: false,
    progress,
    signal,
    ...(base !== undefined && { from: base.snapshot.directory }),
  });
  const origin = base === undefined ? 'nothing' : 'smaller-store';
  const seeding = await fillStore(bench, wanted, { from: base?.contents ?? emptyStore, origin });
  await bench.endTarget();
  // Other targets start from this snapshot too, and do not begin with the tables of this one.
  if (storage === 'kubernetes') await dropDatabase(bench.environment.database, bench.database.name, progress);
  const snapshot = await storeSnapshot(
    key,
    {
      bytes: () => bench.environment.snapshotBytes(),
      save: (directory) =>
        bench.environment.saveSnapshot(directory, { pipelines: String(contents.pipelines), storage }, wanted),
    },
    wanted,
  );
  return { ...seeding, snapshot };
};
