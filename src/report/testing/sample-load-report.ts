import { laneNames, storageModes, type LaneName } from '../../contract/lane-name.ts';
import type { OperationName } from '../../contract/load-operation.ts';
import {
  loadSchemaVersion,
  type Distribution,
  type LoadReport,
  type Measurement,
  type StoreRecord,
} from '../../judgement/load/schema.ts';

/** The probabilities of a report, fewer than those of a run. */
const quantileGrid = [1, 5, 10, 25, 50, 75, 90, 95, 98, 99, 99.5, 99.9];
export const sampleObjects = [1_000, 3_000, 10_000, 30_000, 100_000] as const;
export const sampleTargets = ['reference', 'binary'] as const;
type Target = (typeof sampleTargets)[number];

const rounded = (value: number): number => Number(value.toPrecision(6));

/** Between -1 and 1, and always the same for one text. */
const jitter = (text: string): number => {
  let state = 2_166_136_261;
  for (const character of text) state = Math.imul(state ^ (character.codePointAt(0) ?? 0), 16_777_619) >>> 0;
  return ((state ^ (state >>> 15)) % 2001) / 1000 - 1;
};

/** A log-logistic distribution: a long upper tail, and quantiles in closed form. */
const distribution = (count: number, median: number, spread: number): Distribution => {
  const at = (share: number): number => rounded(median * (share / (1 - share)) ** spread);
  return {
    count,
    min: at(0.5 / (count + 1)),
    max: at(1 - 0.5 / (count + 1)),
    mean: rounded(median * 1.12),
    grid: quantileGrid.map((percent) => at(percent / 100)),
  };
};

interface Behaviour {
  readonly operation: OperationName;
  /** Median milliseconds of the reference at 1,000 pipelines, by lane; a lane without one lacks the operation. */
  readonly median: Partial<Record<LaneName, number>>;
  /** The power of N by which it grows, by lane. */
  readonly growth: Readonly<Record<LaneName, number>>;
  readonly rate: number;
  readonly seconds: number;
}

const flat = { 'database/rest': 0.02, 'kubernetes/rest': 0.03, 'kubernetes/crd': 0.02 };
const scanned = { 'database/rest': 0.22, 'kubernetes/rest': 0.62, 'kubernetes/crd': 0.04 };
const medians = (database: number, kubernetes: number, crd?: number): Behaviour['median'] => ({
  'database/rest': database,
  'kubernetes/rest': kubernetes,
  ...(crd !== undefined && { 'kubernetes/crd': crd }),
});

const behaviours: readonly Behaviour[] = [
  { operation: 'create', median: medians(3.1, 9.4, 6.2), growth: flat, rate: 60, seconds: 60 },
  { operation: 'get-known', median: medians(1.1, 1.3), growth: flat, rate: 120, seconds: 60 },
  { operation: 'get-by-name', median: medians(1.2, 1.9, 1.6), growth: flat, rate: 120, seconds: 60 },
  { operation: 'list-first-page', median: medians(4.2, 6.8, 5.1), growth: scanned, rate: 20, seconds: 60 },
  { operation: 'list-sorted', median: medians(5.3, 8.9), growth: scanned, rate: 20, seconds: 60 },
  { operation: 'fan-out', median: medians(14, 22, 19), growth: scanned, rate: 5, seconds: 30 },
  { operation: 'delete-cascade', median: medians(7.7, 18, 12), growth: flat, rate: 20, seconds: 60 },
];

const slower: Readonly<Record<Target, number>> = { reference: 1, binary: 1.9 };
const runStart = Date.UTC(2026, 10, 30, 9, 0, 0);
const secondsPerStore = 3_600;

/** The seconds from the start of the run to that of a measurement. */
const startOf = (place: { target: Target; lane: LaneName; objects: number; at: number }): number =>
  sampleObjects.indexOf(place.objects as (typeof sampleObjects)[number]) * secondsPerStore +
  sampleTargets.indexOf(place.target) * (secondsPerStore / 2) +
  laneNames.indexOf(place.lane) * 560 +
  place.at * 75;

const windowsOf = (median: number, seconds: number, rate: number, name: string): Measurement['windows'] =>
  Array.from({ length: 12 }, (_, at) => {
    const disturbed = at === 7 ? 2.4 : 1;
    const noise = 1 + 0.08 * jitter(`${name} window ${at}`);
    return {
      startSeconds: rounded((at * seconds) / 12),
      seconds: rounded(seconds / 12),
      iterations: Math.round((rate * seconds) / 12),
      p50: rounded(median * noise * Math.sqrt(disturbed)),
      p99: rounded(median * noise * 3.2 * disturbed),
    };
  });

const usageOf = (lane: LaneName, iterations: number, milliseconds: number): Measurement['usage'] => {
  const used = (share: number, megabytes: number) => ({
    cpuSeconds: rounded((share * milliseconds * iterations) / 1000),
    peakRssBytes: megabytes * 1_048_576,
  });
  const own = { k6: used(0.12, 140), harness: used(0.01, 96) };
  if (lane === 'database/rest') return { ...own, target: used(0.3, 82), mariadb: used(0.25, 1_310) };
  const cluster = { 'kube-apiserver': used(0.35, 940), etcd: used(0.12, 280) };
  return lane === 'kubernetes/rest' ? { ...own, ...cluster, target: used(0.2, 110) } : { ...own, ...cluster };
};

const attributionOf = (lane: LaneName, operation: OperationName, mean: number): Measurement['attribution'] => {
  if (lane === 'database/rest') return { client: rounded(mean), apiServer: 0, webhook: 0, etcd: 0 };
  const writes = operation === 'create' || operation === 'delete-cascade';
  const webhook = writes ? 0.22 : 0;
  const etcd = writes ? 0.28 : 0.14;
  const client = lane === 'kubernetes/rest' ? 0.3 : 0.12;
  return {
    client: rounded(mean * client),
    apiServer: rounded(mean * (1 - client - webhook - etcd)),
    webhook: rounded(mean * webhook),
    etcd: rounded(mean * etcd),
  };
};

/** What makes some of the measurements invalid. */
const invalidityOf = (
  target: Target,
  lane: LaneName,
  objects: number,
  operation: OperationName,
): Measurement['invalid'] => {
  if (target === 'binary' && lane === 'kubernetes/rest' && operation === 'create' && objects >= 10_000)
    return [
      {
        reason: 'client-limited',
        subject: 'ml-pipeline',
        text: 'The client of the target towards the Kubernetes API waited 11.2 s in its own limiter (5 requests/s, burst 10), and kube-apiserver was idle.',
      },
    ];
  if (target === 'reference' && lane === 'database/rest' && operation === 'list-sorted' && objects === 100_000)
    return [
      { reason: 'dropped-iterations', text: '41 of 1,200 iterations were not started: no virtual user was free.' },
      { reason: 'schedule-lag', text: 'Iterations started up to 84 ms late (p99 31 ms, bound 6.9 ms).' },
    ];
  if (target === 'binary' && lane === 'kubernetes/crd' && operation === 'get-by-name' && objects === 1_000)
    return [{ reason: 'wrong-answers', text: '3 of 7,200 answers held another pipeline than the one asked for.' }];
  return [];
};

const measurementOf = (target: Target, lane: LaneName, objects: number, at: number): readonly Measurement[] => {
  const behaviour = behaviours[at];
  const base = behaviour?.median[lane];
  if (behaviour === undefined || base === undefined) return [];
  const { operation, growth, rate, seconds } = behaviour;
  const name = `${target} ${lane} ${objects} ${operation}`;
  const median = rounded(
    base * slower[target] * (objects / 1_000) ** growth[lane] * (1 + 0.05 * jitter(`${name} median`)),
  );
  const iterations = rate * seconds;
  const invalid = invalidityOf(target, lane, objects, operation);
  const requests = operation === 'fan-out' ? iterations * 11 : iterations;
  const lag = distribution(iterations, 0.2, 0.4);
  const isLimited = invalid.some(({ reason }) => reason === 'client-limited');
  return [
    {
      target,
      lane,
      objects,
      objectsBefore: objects,
      objectsAfter: objects,
      operation,
      variation: {},
      startedAt: new Date(runStart + startOf({ target, lane, objects, at }) * 1000).toISOString(),
      loop: 'open',
      seconds,
      virtualUsers: 24,
      offeredPerSecond: rate,
      perSecond: rounded(rate * (1 - 0.002 * Math.abs(jitter(`${name} rate`)))),
      capacityPerSecond: isLimited
        ? 4.9
        : rounded(Math.max(2.1 * rate, (1_700 / median) * (1 + 0.06 * jitter(`${name} capacity`)))),
      iterations,
      requests,
      service: distribution(requests, operation === 'fan-out' ? median / 11 : median, 0.24),
      response: distribution(iterations, rounded(median + 0.2), 0.25),
      lag,
      dropped: invalid.some(({ reason }) => reason === 'dropped-iterations') ? 41 : 0,
      interrupted: 0,
      scriptErrors: 0,
      wrongAnswers: invalid.some(({ reason }) => reason === 'wrong-answers') ? 3 : 0,
      throttled: 0,
      windows: windowsOf(median, seconds, rate, name),
      ...(objects >= 10_000 && { attribution: attributionOf(lane, operation, median * 1.12) }),
      usage: usageOf(lane, iterations, median),
      figures: {},
      invalid,
    },
  ];
};

/** A measurement by rounds instead of requests: it has figures only. */
const restartOf = (target: Target, lane: LaneName, objects: number): Measurement => ({
  target,
  lane,
  objects,
  objectsBefore: objects,
  objectsAfter: objects,
  operation: 'restart',
  variation: {},
  startedAt: new Date(runStart + startOf({ target, lane, objects, at: 7 }) * 1000).toISOString(),
  loop: 'closed',
  seconds: 20,
  virtualUsers: 1,
  perSecond: 0.05,
  iterations: 1,
  requests: 12,
  dropped: 0,
  interrupted: 0,
  scriptErrors: 0,
  wrongAnswers: 0,
  throttled: 0,
  windows: [],
  usage: {},
  figures: {
    readySeconds: rounded(1.1 * slower[target] + objects / 60_000),
    firstListMs: rounded(210 + objects / 400),
    missingCount: 0,
  },
  invalid: [],
});

/** The same measurement with one factor changed. */
const variationsOf = (measurements: readonly Measurement[]): readonly Measurement[] =>
  measurements
    .filter(
      ({ target, lane, objects, operation }) =>
        target === 'reference' && lane === 'kubernetes/crd' && objects === 10_000 && operation === 'create',
    )
    .flatMap((plain) => [
      {
        ...plain,
        variation: { webhooks: 'off' },
        capacityPerSecond: 391.2,
        service: distribution(plain.iterations, 4.6, 0.24),
        response: distribution(plain.iterations, 4.8, 0.25),
      },
      { ...plain, variation: { watchers: '10' }, response: distribution(plain.iterations, 7.9, 0.25) },
    ]);

const storeOf = (target: Target, storage: StoreRecord['storage'], objects: number): StoreRecord => {
  const versions = objects / 5;
  const json = objects * 1_320 + versions * 7_300;
  const megabytes = (value: number): number => Math.round(value * 1_048_576);
  const index = sampleObjects.indexOf(objects as (typeof sampleObjects)[number]);
  const created = index === 0 ? objects + versions : (objects - (sampleObjects[index - 1] ?? 0)) * 1.2;
  const perSecond = rounded((storage === 'database' ? 310 : 440) / slower[target]);
  return {
    target,
    storage,
    objects,
    versions,
    namespaces: 100,
    seeding: {
      from: index === 0 ? 'nothing' : 'smaller-store',
      created,
      seconds: rounded(created / perSecond),
      perSecond,
      harnessCpuSeconds: rounded(created / 9_000),
    },
    proof: { counted: objects, countedVersions: versions, sampled: 200, equal: 200 },
    storedJsonBytes: json,
    ...(storage === 'database'
      ? { databaseBytes: Math.round(json * 1.35 + 9e6) }
      : { etcdBytes: Math.round(json * 1.52 + 22e6), etcdBytesInUse: Math.round(json * 1.21 + 4e6) }),
    rssBytes:
      storage === 'database'
        ? { mariadb: megabytes(410 + objects / 160), target: megabytes(48 * slower[target]) }
        : {
            etcd: megabytes(62 + objects / 420),
            'kube-apiserver': megabytes(310 + objects / 55),
            'kube-controller-manager': megabytes(88 + objects / 900),
            target: megabytes((60 + objects / 310) * slower[target]),
          },
  };
};

const events: LoadReport['events'] = [
  ...sampleObjects.map((objects, at) => ({
    second: at * secondsPerStore,
    kind: 'phase' as const,
    text: `${objects.toLocaleString('en')} pipelines`,
  })),
  { second: 4 * secondsPerStore + 38, kind: 'compaction', text: 'etcd compacted its history' },
  { second: 4 * secondsPerStore + 1_120 + 31, kind: 'snapshot', text: 'etcd wrote a snapshot' },
];

/** Made-up and plausible: two targets, three lanes, five sizes; some measurements are invalid, some too short for a p99. */
export const sampleLoadReport = (changes: Partial<LoadReport> = {}): LoadReport => {
  const places = sampleObjects.flatMap((objects) =>
    sampleTargets.flatMap((target) => laneNames.map((lane) => ({ objects, target, lane }))),
  );
  const plain = places.flatMap(({ objects, target, lane }) => [
    ...behaviours.flatMap((_, at) => measurementOf(target, lane, objects, at)),
    restartOf(target, lane, objects),
  ]);
  return {
    schemaVersion: loadSchemaVersion,
    suite: { version: '0.1.0', commit: '587a360d2f0c8a0a4b1c9f0e6d7c8b9a0f1e2d3c' },
    run: {
      id: '20261130T090000Z-1361600612',
      startedAt: new Date(runStart).toISOString(),
      finishedAt: new Date(runStart + 5 * secondsPerStore * 1000).toISOString(),
      durationSeconds: 5 * secondsPerStore,
      command: [
        'kfp-conformance',
        'load',
        '--plan',
        'sample',
        '--target',
        'reference',
        '--target',
        'binary:./apiserver',
      ],
      complete: true,
      broken: [],
      harnessCpuShare: 0.013,
    },
    plan: {
      name: 'sample',
      digest: `sha256:${'3fa9c1d2'.repeat(8)}`,
      seed: 1_361_600_612,
      settings: { objects: sampleObjects, operations: behaviours.map(({ operation }) => operation), namespaces: 100 },
    },
    machine: {
      platform: 'linux-x64',
      kernel: '6.12.57',
      cpuModel: 'AMD EPYC 7763 64-Core Processor',
      cpus: 2,
      memoryBytes: 25_769_803_776,
    },
    environment: {
      name: 'local',
      versions: { etcd: '3.6.16', 'kube-apiserver': '1.34.4', mariadb: '10.11.14', k6: '2.2.0' },
      durability: 'full',
      audit: false,
      identity: "service account kubeflow/load with KFP's roles, under API priority and fairness",
      settings: { GOGC: '100', innodb_buffer_pool_size: '1 GiB', 'etcd --quota-backend-bytes': '8 GiB' },
      labels: ['the generator shares its 2 CPUs with the servers'],
    },
    targets: [
      { name: 'reference', kind: 'reference', release: '0.1.0', commit: '587a360d2f0c8a0a4b1c9f0e6d7c8b9a0f1e2d3c' },
      {
        name: 'binary',
        kind: 'binary',
        release: '2.17.0',
        commit: '7b70c7b95f3e1a2b3c4d5e6f708192a3b4c5d6e7',
        sha256: '6b42fcf1'.repeat(8),
      },
    ],
    quantileGrid,
    stores: sampleObjects.flatMap((objects) =>
      sampleTargets.flatMap((target) => storageModes.map((storage) => storeOf(target, storage, objects))),
    ),
    measurements: [...plain, ...variationsOf(plain)],
    notMeasured: [
      {
        lane: 'kubernetes/crd',
        operation: 'get-known',
        text: 'no reading by uid in the Kubernetes API; get-by-name is nearest',
      },
      {
        lane: 'kubernetes/crd',
        operation: 'list-sorted',
        text: 'no sorting in the Kubernetes API',
      },
    ],
    requirements: [
      {
        id: 'SCL-02',
        target: 'reference',
        lane: 'kubernetes/rest',
        outcome: 'met',
        text: 'p50 of get-known at 100,000 pipelines is 1.1 times that at 1,000 (at most 2).',
      },
      {
        id: 'SCL-03',
        target: 'binary',
        lane: 'kubernetes/rest',
        outcome: 'not-met',
        text: 'p99 of list-first-page at 100,000 pipelines is 702 ms, and at 1,000 it is 39.9 ms (at most 4 times).',
      },
      {
        id: 'SCL-04',
        target: 'binary',
        lane: 'kubernetes/rest',
        outcome: 'not-decided',
        text: 'create at 10,000 pipelines is invalid: client-limited:ml-pipeline.',
      },
    ],
    series: { 'etcd.rss': 'bytes', 'etcd.cpu': 'share of one CPU' },
    samples: Array.from({ length: 20 }, (_, second) => ({
      second,
      values: { 'etcd.rss': 65_000_000 + second * 40_000, 'etcd.cpu': rounded(0.2 + 0.05 * jitter(`cpu ${second}`)) },
    })),
    sampling: { cpuSeconds: 88.4, missed: 3 },
    events,
    ...changes,
  };
};
