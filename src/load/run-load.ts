import { callerConnection } from '../clients/rest-access.ts';
import { storageModes, type LaneName, type StorageMode } from '../contract/lane-name.ts';
import type { OperationName } from '../contract/load-operation.ts';
import { healthOf } from '../environments/existing/preflight/health.ts';
import { messageOf } from '../judgement/check-error.ts';
import type { Waiting } from '../waiting/waiting.ts';
import { openBench, type Bench } from './bench.ts';
import { sampleBench } from './bench-sampler.ts';
import { idsOf, writeIdFiles } from './id-files.ts';
import type { LoadRecord } from './load-record.ts';
import { measureWithK6, type MeasuredStore } from './measure-with-k6.ts';
import { lanesIn } from './measured-lanes.ts';
import type { NamedTarget } from './named-target.ts';
import { operations } from './operations.ts';
import type { Plan } from './plan.ts';
import { addOverhead } from './sampling/run-overhead.ts';
import type { Sampler } from './sampling/sampler.ts';
import { fillStore, seededStore, type WantedStore } from './seeded-store.ts';
import { contentsAt, emptyStore, type StoreContents } from './store-contents.ts';
import { setUpForLoad } from './store-versions.ts';
import { startWatchdog } from './watchdog.ts';

export interface LoadOptions extends Waiting {
  readonly plan: Plan;
  readonly seed: number;
  readonly targets: readonly NamedTarget[];
  readonly lanes: readonly LaneName[];
  readonly record: LoadRecord;
  /** Called after each measurement, so that a run that is killed has lost nothing. */
  readonly measured: () => Promise<void>;
}

/** Reads come first and deletions last: without snapshots, whatever follows a deletion finds objects missing. */
const inOrder = (plan: Plan, lane: LaneName): readonly OperationName[] =>
  plan.operations
    .filter((operation) => operations[operation].without?.[lane] === undefined)
    .toSorted((one, other) => Number(operations[one].writes) - Number(operations[other].writes));

/** A bench with all that is measured beside it. */
interface OpenStore extends MeasuredStore, AsyncDisposable {
  readonly sampler: Sampler;
  /** Aborted by the watchdog, too. */
  readonly signal: AbortSignal;
}

const openStore = async (
  bench: Bench,
  contents: StoreContents,
  { record, signal }: LoadOptions,
): Promise<OpenStore> => {
  await using stack = new AsyncDisposableStack();
  stack.use(bench);
  const sampler = stack.use(await sampleBench(bench, record.origin, signal));
  const watchdog = stack.use(startWatchdog({ sampler, directory: bench.environment.stateDirectory }));
  let next = contents.pipelines;
  const ids = await writeIdFiles(bench, idsOf(contents));
  stack.defer(() => {
    addOverhead(record.sampling, sampler.overhead());
    record.samples.push(...sampler.samples);
    record.events.push(...sampler.events);
    Object.assign(record.series, sampler.series());
  });
  const owned = stack.move();
  return {
    bench,
    contents,
    ids,
    sampler,
    signal: AbortSignal.any([signal, watchdog.signal, bench.environment.broken]),
    takeIndices: (count) => {
      next += count;
      return next - count;
    },
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
};

const describe = async ({ environment, identity, instance }: Bench, { record }: LoadOptions, target: NamedTarget) => {
  record.environment ??= {
    name: environment.name,
    versions: environment.versions,
    durability: environment.settings['durability'] === 'relaxed' ? 'relaxed' : 'full',
    audit: environment.settings['kube-apiserver audit'] !== 'off',
    identity,
    settings: { ...environment.settings, 'limits of the Kubernetes client of the target': 'its own' },
    labels: [...environment.labels],
  };
  if (record.targets.some(({ name }) => name === target.name)) return;
  const { release, commit } = await healthOf(
    callerConnection(instance.rest ?? ({ server: { origin: instance.origin }, caller: {} } as never)),
  );
  record.targets.push({
    name: target.name,
    kind: target.target.kind,
    release,
    commit,
    ...(target.target.kind === 'binary' && target.target.sha256 !== undefined && { sha256: target.target.sha256 }),
  });
};

/** The sizes and memory of a store at rest, from the last samples. */
const atRest = (sampler: Sampler) => {
  const latest = sampler.latest();
  const rss = Object.entries(latest).flatMap(([name, value]) =>
    name.endsWith('/rssBytes') ? [[name.slice(0, -'/rssBytes'.length), value] as const] : [],
  );
  return {
    rssBytes: Object.fromEntries(rss),
    ...(latest['etcd/dbBytes'] !== undefined && { etcdBytes: latest['etcd/dbBytes'] }),
    ...(latest['etcd/inUseBytes'] !== undefined && { etcdBytesInUse: latest['etcd/inUseBytes'] }),
    ...(latest['mariadb/dataBytes'] !== undefined && { databaseBytes: latest['mariadb/dataBytes'] }),
  };
};

const measureTarget = async (wanted: WantedStore, options: LoadOptions): Promise<void> => {
  const { storage, target, pipelines } = wanted;
  const { plan, seed, lanes, record, progress, signal } = options;
  const contents = contentsAt(plan, pipelines);
  const seeded = plan.snapshots ? await seededStore(wanted) : undefined;
  await using _held = seeded?.snapshot;
  let recorded = false;
  const recordStore = async (open: OpenStore, seeding: Awaited<ReturnType<typeof fillStore>>) => {
    if (recorded) return;
    recorded = true;
    await open.sampler.mark();
    record.stores.push({
      target: target.name,
      storage,
      objects: contents.pipelines,
      versions: contents.versions,
      namespaces: plan.namespaces,
      ...seeding,
      ...atRest(open.sampler),
    });
  };
  const open = async (): Promise<OpenStore> => {
    const bench = await openBench({
      plan,
      target: target.target,
      storage,
      webhooks: seeded !== undefined && plan.webhooks,
      ...(seeded !== undefined && { from: seeded.snapshot.directory }),
      progress,
      signal,
    });
    await using stack = new AsyncDisposableStack();
    stack.use(bench);
    await describe(bench, options, target);
    const seeding = seeded ?? (await fillStore(bench, wanted, { from: emptyStore, origin: 'nothing' }));
    if (seeded === undefined && plan.webhooks) await bench.instance.applyWebhooks?.();
    const opened = await openStore(bench, contents, options);
    stack.move();
    await recordStore(opened, { seeding: seeding.seeding, proof: seeding.proof });
    return opened;
  };
  let store: OpenStore | undefined;
  try {
    for (const lane of lanesIn(storage, lanes))
      for (const operation of inOrder(plan, lane)) {
        if (operation === 'watch' || operation === 'restart') continue;
        store ??= await open();
        const at = `${lane} ${operation} at ${pipelines.toLocaleString('en')}`;
        try {
          const measurement = await measureWithK6({ ...store, plan, seed, target: target.name, lane, operation });
          record.measurements.push(measurement);
          await options.measured();
          const verdict = measurement.invalid.map(({ reason }) => reason).join(', ');
          progress(`${at}: ${measurement.perSecond.toFixed(1)}/s${verdict === '' ? '' : `, invalid: ${verdict}`}`);
        } catch (cause) {
          signal.throwIfAborted();
          store.signal.throwIfAborted();
          record.broken.push(`${at}: ${messageOf(cause)}`);
          progress(`${at}: ${messageOf(cause)}`);
        }
        if (plan.snapshots && operations[operation].writes) {
          await store[Symbol.asyncDispose]();
          store = undefined;
        }
      }
  } finally {
    await store?.[Symbol.asyncDispose]();
  }
};

/** Runs a plan. What was measured is in the record, also if this throws. */
export const runLoad = async (options: LoadOptions): Promise<void> => {
  const { plan, seed, targets, lanes, record, progress, signal } = options;
  const versions = await setUpForLoad(options);
  for (const lane of lanes)
    for (const operation of plan.operations) {
      const text = operations[operation].without?.[lane];
      if (text !== undefined) record.notMeasured.push({ lane, operation, text });
    }
  for (const pipelines of plan.objects)
    for (const storage of storageModes.filter((mode: StorageMode) => lanesIn(mode, lanes).length > 0))
      for (const target of targets)
        await measureTarget({ plan, seed, storage, target, pipelines, versions, progress, signal }, options);
};
