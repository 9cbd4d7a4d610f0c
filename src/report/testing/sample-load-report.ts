import { laneNames, storageModes } from '../../contract/lane-name.ts';
import { ruleOf } from '../../judgement/load/requirements.ts';
import { loadSchemaVersion, type LoadReport, type StoreRecord } from '../../judgement/load/schema.ts';
import {
  behaviours,
  jitter,
  rounded,
  sampleGrid,
  sampleObjects,
  sampleTargets,
  type SampleTarget,
} from './sample-behaviours.ts';
import { measurementOf, restartOf, runStart, secondsPerStore, slower } from './sample-load-measurements.ts';

const storeOf = (target: SampleTarget, storage: StoreRecord['storage'], objects: number): StoreRecord => {
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
    quantileGrid: [...sampleGrid],
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
