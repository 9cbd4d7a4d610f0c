import { accessOf, laneNames, storageOf, type LaneName } from '../../contract/lane-name.ts';
import type { OperationName } from '../../contract/load-operation.ts';
import type { Measurement } from '../../judgement/load/schema.ts';
import {
  behaviours,
  distribution,
  jitter,
  rounded,
  sampleObjects,
  sampleTargets,
  type SampleTarget,
} from './sample-behaviours.ts';

export const slower: Readonly<Record<SampleTarget, number>> = { reference: 1, binary: 1.9 };
export const runStart = Date.UTC(2026, 10, 30, 9, 0, 0);
export const secondsPerStore = 3_600;

/** The seconds from the start of the run to that of a measurement. */
const startOf = (place: { target: SampleTarget; lane: LaneName; objects: number; at: number }): number =>
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

const isLimitedByClient = (target: SampleTarget, lane: LaneName, operation: OperationName): boolean =>
  target === 'binary' && lane === 'kubernetes/rest' && operation === 'create';

/** What makes some of the measurements invalid. */
const invalidityOf = (
  target: SampleTarget,
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
const hasGap = (target: SampleTarget, lane: LaneName, objects: number, operation: OperationName): boolean =>
  target === 'binary' && lane === 'kubernetes/rest' && objects >= 10_000 && operation === 'walk';

export const measurementOf = (
  target: SampleTarget,
  lane: LaneName,
  objects: number,
  at: number,
): readonly Measurement[] => {
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
export const restartOf = (target: SampleTarget, lane: LaneName, objects: number): Measurement => {
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
