import { accessOf, laneNames, storageModes, storageOf, type LaneName } from '../../contract/lane-name.ts';
import type { OperationName } from '../../contract/load-operation.ts';
import { ruleOf } from '../../judgement/load/requirements.ts';
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
  /** What an iteration does to the number of pipelines. */
  readonly pipelines?: 1 | -1;
  /** Of the whole measurement, at a median in milliseconds. */
  readonly figures?: (objects: number, iterations: number, median: number) => Measurement['figures'];
}

const flat = { 'database/rest': 0.02, 'kubernetes/rest': 0.03, 'kubernetes/crd': 0.02 };
const scanned = { 'database/rest': 0.22, 'kubernetes/rest': 0.62, 'kubernetes/crd': 0.04 };
const medians = (database: number, kubernetes: number, crd?: number): Behaviour['median'] => ({
  'database/rest': database,
  'kubernetes/rest': kubernetes,
  ...(crd !== undefined && { 'kubernetes/crd': crd }),
});

/** As many pages of the largest size as each lane allows are alike here. */
const walkFigures = (objects: number, iterations: number): Measurement['figures'] => ({
  pagesCount: Math.ceil(objects / 200) * iterations,
  objectsCount: objects * iterations,
  gapsCount: 0,
  duplicatesCount: 0,
});

const visibilityFigures = (_: number, iterations: number, median: number): Measurement['figures'] => ({
  visibleGetP50Ms: rounded(median / 4),
  visibleGetP99Ms: rounded(median),
  visibleListP50Ms: rounded(median / 2),
  visibleListP99Ms: rounded(median * 2),
  missesGetCount: 0,
  missesListCount: Math.round(iterations / 50),
});

/** Of three watchers; the latency of the creates is a figure of it. */
const watchFigures = (_: number, iterations: number, median: number): Measurement['figures'] => ({
  watchersCount: 3,
  missingCount: 0,
  duplicatesCount: 0,
  recreatedCount: 0,
  unexpectedCount: 0,
  restartsCount: 0,
  lagP50Ms: rounded(median / 5),
  lagP99Ms: rounded(median),
  lagMaxMs: rounded(median * 3),
  lagFromAcknowledgementResolutionMs: 1,
  watchCpuSeconds: rounded(iterations / 4_000),
  createP50Ms: median,
  createP99Ms: rounded(median * 3.2),
});

const behaviours: readonly Behaviour[] = [
  { operation: 'create', median: medians(3.1, 9.4, 6.2), growth: flat, rate: 60, seconds: 60, pipelines: 1 },
  { operation: 'get-known', median: medians(1.1, 1.3, 1.2), growth: flat, rate: 120, seconds: 60 },
  { operation: 'get-by-name', median: medians(1.2, 1.9, 1.6), growth: flat, rate: 120, seconds: 60 },
  { operation: 'list-first-page', median: medians(4.2, 6.8, 5.1), growth: scanned, rate: 20, seconds: 60 },
  { operation: 'list-sorted', median: medians(5.3, 8.9), growth: scanned, rate: 20, seconds: 60 },
  {
    operation: 'walk',
    median: medians(120, 210, 160),
    growth: { 'database/rest': 0.9, 'kubernetes/rest': 0.9, 'kubernetes/crd': 0.9 },
    rate: 1,
    seconds: 60,
    figures: walkFigures,
  },
  { operation: 'delete-cascade', median: medians(7.7, 18, 12), growth: flat, rate: 20, seconds: 30, pipelines: -1 },
  { operation: 'fan-out', median: medians(14, 22, 19), growth: scanned, rate: 5, seconds: 30 },
  {
    operation: 'read-your-writes',
    median: medians(9.2, 24, 15),
    growth: flat,
    rate: 10,
    seconds: 60,
    pipelines: 1,
    figures: visibilityFigures,
  },
  {
    operation: 'watch',
    median: { 'kubernetes/crd': 6.8 },
    growth: flat,
    rate: 20,
    seconds: 60,
    pipelines: 1,
    figures: watchFigures,
  },
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
  Array.from({ length: 10 }, (_, at) => {
    const disturbed = at === 7 ? 2.4 : 1;
    const noise = 1 + 0.08 * jitter(`${name} window ${at}`);
    return {
      startSeconds: rounded((at * seconds) / 10),
      seconds: rounded(seconds / 10),
      iterations: Math.round((rate * seconds) / 10),
      p50: rounded(median * noise * Math.sqrt(disturbed)),
      p99: rounded(median * noise * 3.2 * disturbed),
    };
  });

const usageOf = (lane: LaneName, iterations: number, milliseconds: number): Measurement['usage'] => {
  const used = (share: number, megabytes: number) => ({
    cpuSeconds: rounded((share * milliseconds * iterations) / 1000),
    peakRssBytes: megabytes * 1_048_576,
  });
  const [database, rest] = [storageOf[lane] === 'database', accessOf[lane] === 'rest'];
  return {
    k6: used(0.12, 140),
    harness: used(0.01, 96),
    target: used(rest ? 0.25 : 0.02, 110),
    mariadb: used(database ? 0.25 : 0, 1_310),
    etcd: used(database ? 0.001 : 0.12, 280),
    'kube-apiserver': used(database ? 0.01 : 0.35, 940),
    'kube-controller-manager': used(database ? 0.001 : 0.02, 95),
  };
};

/** In database mode no server tells how long it worked. */
const attributionOf = (lane: LaneName, operation: OperationName, mean: number): Measurement['attribution'] => {
  if (storageOf[lane] === 'database') return undefined;
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

/** Iterations a second of the creates of the binary in kubernetes/rest. */
const limitedRate = (objects: number): number => (objects >= 10_000 ? 4.9 : 62);

const clientLimit = (objects: number): Measurement['invalid'][number] => ({
  reason: 'client-limited',
  subject: 'binary',
  text: `a flat ${limitedRate(objects).toFixed(1)} iterations/s (coefficient of variation 1 %), while k6 and all servers used 9 % of the cores and API server, webhooks and etcd 4 % of the latency: binary limits its own rate`,
});

const isLimitedByClient = (target: Target, lane: LaneName, operation: OperationName): boolean =>
  target === 'binary' && lane === 'kubernetes/rest' && operation === 'create';

/** What makes some of the measurements invalid. */
const invalidityOf = (
  target: Target,
  lane: LaneName,
  objects: number,
  operation: OperationName,
): Measurement['invalid'] => {
  if (isLimitedByClient(target, lane, operation) && objects >= 10_000) return [clientLimit(objects)];
  if (target === 'reference' && lane === 'database/rest' && operation === 'list-sorted' && objects === 100_000)
    return [
      { reason: 'dropped-iterations', text: '41 iterations were due and not started: no virtual user was free' },
      {
        reason: 'generator-limited',
        text: 'k6 had to wait for a core: of 2, the servers used 0.61, k6 0.34 and other programs 1.02',
      },
    ];
  if (target === 'reference' && lane === 'database/rest' && operation === 'list-first-page' && objects === 100_000)
    return [
      {
        reason: 'schedule-lag',
        text: '1 % of the iterations began at least 31.0 ms late; 6.9 ms are allowed (2 ms and a tenth of the median latency)',
      },
    ];
  if (target === 'binary' && lane === 'kubernetes/crd' && operation === 'get-by-name' && objects === 1_000)
    return [{ reason: 'wrong-answers', text: '3 answers were not the expected ones' }];
  return [];
};

/** A pipeline that no walk of the binary shows. */
const hasGap = (target: Target, lane: LaneName, objects: number, operation: OperationName): boolean =>
  target === 'binary' && lane === 'kubernetes/rest' && objects >= 10_000 && operation === 'walk';

const measurementOf = (target: Target, lane: LaneName, objects: number, at: number): readonly Measurement[] => {
  const behaviour = behaviours[at];
  const base = behaviour?.median[lane];
  if (behaviour === undefined || base === undefined) return [];
  const { operation, growth, rate, seconds, pipelines = 0, figures } = behaviour;
  const name = `${target} ${lane} ${objects} ${operation}`;
  const median = rounded(
    base * slower[target] * (objects / 1_000) ** growth[lane] * (1 + 0.05 * jitter(`${name} median`)),
  );
  const iterations = rate * seconds;
  const invalid = invalidityOf(target, lane, objects, operation);
  const requests = operation === 'fan-out' ? iterations * 11 : iterations;
  const lag = distribution(iterations, 0.2, 0.4);
  const isLimited = isLimitedByClient(target, lane, operation);
  const service = distribution(requests, operation === 'fan-out' ? median / 11 : median, 0.24);
  const response = distribution(iterations, rounded(median + 0.2), 0.25);
  const attribution = attributionOf(lane, operation, median * 1.12);
  return [
    {
      target,
      lane,
      objects,
      objectsBefore: objects,
      objectsAfter: objects + pipelines * iterations,
      operation,
      variation: {},
      startedAt: new Date(runStart + startOf({ target, lane, objects, at }) * 1000).toISOString(),
      loop: 'open',
      seconds,
      virtualUsers: 24,
      offeredPerSecond: rate,
      perSecond: rounded(rate * (1 - 0.002 * Math.abs(jitter(`${name} rate`)))),
      capacityPerSecond: isLimited
        ? limitedRate(objects)
        : rounded(Math.max(2.1 * rate, (1_700 / median) * (1 + 0.06 * jitter(`${name} capacity`)))),
      ...(isLimited && { capacityLimitedBy: clientLimit(objects) }),
      iterations,
      requests,
      ...(operation !== 'watch' && { service, response }),
      lag,
      dropped: invalid.some(({ reason }) => reason === 'dropped-iterations') ? 41 : 0,
      interrupted: 0,
      scriptErrors: 0,
      wrongAnswers: invalid.some(({ reason }) => reason === 'wrong-answers') ? 3 : 0,
      throttled: 0,
      windows: windowsOf(median, seconds, rate, name),
      ...(attribution !== undefined && { attribution }),
      usage: usageOf(lane, iterations, median),
      figures: {
        ...figures?.(objects, iterations, median),
        ...(hasGap(target, lane, objects, operation) && { gapsCount: iterations }),
      },
      invalid,
    },
  ];
};

/** A measurement by starts instead of requests: it has figures only. */
const restartOf = (target: Target, lane: LaneName, objects: number): Measurement => {
  const readyMs = 1_100 * slower[target] + objects / 60;
  const completeListMs = readyMs + 300 + objects / 40;
  const seconds = rounded((3 * completeListMs) / 1000);
  return {
    target,
    lane,
    objects,
    objectsBefore: objects,
    objectsAfter: objects,
    operation: 'restart',
    variation: {},
    startedAt: new Date(runStart + startOf({ target, lane, objects, at: behaviours.length }) * 1000).toISOString(),
    loop: 'closed',
    seconds,
    virtualUsers: 1,
    perSecond: rounded(3 / seconds),
    iterations: 3,
    requests: 0,
    dropped: 0,
    interrupted: 0,
    scriptErrors: 0,
    wrongAnswers: 0,
    throttled: 0,
    windows: [],
    usage: usageOf(lane, 3, completeListMs),
    figures: {
      readyP50Ms: rounded(readyMs),
      firstPageP50Ms: rounded(readyMs + 210),
      completeListP50Ms: rounded(completeListMs),
      warmListP50Ms: rounded(20 + objects / 80),
      shortPagesCount: 0,
      shortListsCount: 0,
      startsCount: 3,
      peakRssBytes: Math.round(110 + objects / 200) * 1_048_576,
    },
    invalid: [],
  };
};

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
    ...(storage === 'database'
      ? { databaseBytes: Math.round(json * 1.35 + 9e6), etcdBytes: 352_256, etcdBytesInUse: 335_872 }
      : {
          databaseBytes: 393_216,
          etcdBytes: Math.round(json * 1.52 + 22e6),
          etcdBytesInUse: Math.round(json * 1.21 + 4e6),
        }),
    rssBytes: {
      ...(storage === 'database'
        ? {
            mariadb: megabytes(410 + objects / 160),
            etcd: megabytes(46),
            'kube-apiserver': megabytes(280),
            'kube-controller-manager': megabytes(86),
            target: megabytes(48 * slower[target]),
          }
        : {
            mariadb: megabytes(143),
            etcd: megabytes(62 + objects / 420),
            'kube-apiserver': megabytes(310 + objects / 55),
            'kube-controller-manager': megabytes(88 + objects / 900),
            target: megabytes((60 + objects / 310) * slower[target]),
          }),
      harness: megabytes(235),
    },
  };
};

const events: LoadReport['events'] = [
  { second: 4 * secondsPerStore + 38, kind: 'compaction', text: 'etcd compacted its revisions' },
  {
    second: 4 * secondsPerStore + 1_120 + 31,
    kind: 'failure',
    text: 'the metrics of etcd could not be read: HTTP 503',
  },
];

/** The rules decide from the numbers of the sample, so that the texts are those of a run. */
const decisionsOn = (report: LoadReport): LoadReport['requirements'] =>
  (['SCL-02', 'SCL-03', 'SCL-06', 'SCL-08', 'SCL-09'] as const).flatMap((id) =>
    sampleTargets.map((target) => {
      const lane = 'kubernetes/rest';
      return { id, target, lane, ...ruleOf(id).decide({ report, target, lane }) };
    }),
  );

/** Made-up and plausible: two targets, three lanes, five sizes; some measurements are invalid, some too short for a p99. */
export const sampleLoadReport = (changes: Partial<LoadReport> = {}): LoadReport => {
  const places = sampleObjects.flatMap((objects) =>
    sampleTargets.flatMap((target) => laneNames.map((lane) => ({ objects, target, lane }))),
  );
  const measurements = places.flatMap(({ objects, target, lane }) => [
    ...behaviours.flatMap((_, at) => measurementOf(target, lane, objects, at)),
    restartOf(target, lane, objects),
  ]);
  const report: LoadReport = {
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
      settings: {
        objects: sampleObjects,
        operations: [...behaviours.map(({ operation }) => operation), 'restart'],
        namespaces: 100,
      },
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
      { name: 'reference', kind: 'reference', release: 'reference', commit: 'reference' },
      {
        name: 'binary',
        kind: 'binary',
        release: '2.17.0',
        commit: 'unknown',
        sha256: '6b42fcf1'.repeat(8),
      },
    ],
    quantileGrid,
    stores: sampleObjects.flatMap((objects) =>
      sampleTargets.flatMap((target) => storageModes.map((storage) => storeOf(target, storage, objects))),
    ),
    measurements,
    notMeasured: [
      { lane: 'database/rest', operation: 'watch', text: 'a database has no watch: clients list again' },
      { lane: 'kubernetes/rest', operation: 'watch', text: 'the REST API has no watch: clients list again' },
      {
        lane: 'kubernetes/crd',
        operation: 'list-sorted',
        text: 'custom resources have no server-side order: a client reads all pages and sorts',
      },
    ],
    requirements: [],
    series: { 'etcd.rss': 'bytes', 'etcd.cpu': 'share of one CPU' },
    samples: Array.from({ length: 20 }, (_, second) => ({
      second,
      values: { 'etcd.rss': 65_000_000 + second * 40_000, 'etcd.cpu': rounded(0.2 + 0.05 * jitter(`cpu ${second}`)) },
    })),
    sampling: { cpuSeconds: 88.4, missed: 3 },
    events,
  };
  return { ...report, requirements: decisionsOn(report), ...changes };
};
