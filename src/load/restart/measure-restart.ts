import { median } from './median.ts';
import type { Invalidity, Measurement } from '../../judgement/load/schema.ts';
import type { MeasureOptions } from '../measure-options.ts';
import { planVariation } from '../plan-variation.ts';
import { processReader } from '../sampling/proc/process-reader.ts';
import { observeStart, type ObservedStart } from './observe-start.ts';
import { restartedServer, type RestartedServer } from './restarted-server.ts';

/** Starts, by the loop of the plan: three have a median, and a closed loop judges no latency. */
const repetitions = { open: 3, closed: 1 } as const;

interface Restart extends ObservedStart {
  /** Of the server until its list was complete; absent for one in a container. */
  readonly peakRssBytes?: number;
}

const restartOnce = async (server: RestartedServer, expected: number, signal: AbortSignal): Promise<Restart> => {
  signal.throwIfAborted();
  const stopped = await server.stop();
  const failed = new AbortController();
  const probe = server.probe(AbortSignal.any([signal, failed.signal]));
  const began = performance.now();
  const starting = stopped.start().catch((cause: unknown) => {
    failed.abort(cause);
    throw cause;
  });
  const observing = observeStart(probe, { began, expected }, AbortSignal.any([signal, failed.signal]));
  // Both have ended before the first failure is thrown: nothing goes on in a store that is being closed.
  await Promise.allSettled([starting, observing]);
  await starting;
  const observed = await observing;
  const pid = server.pid();
  const usage = pid === undefined ? undefined : processReader().read(pid);
  return { ...observed, ...(usage !== undefined && { peakRssBytes: usage.peakRssBytes }) };
};

const figuresOf = (restarts: readonly Restart[]): Measurement['figures'] => {
  const middle = (key: 'readyMs' | 'firstPageMs' | 'completeListMs' | 'warmListMs') =>
    median(restarts.map((one) => one[key]));
  const total = (key: 'shortPages' | 'shortLists') => restarts.reduce((sum, one) => sum + one[key], 0);
  const peaks = restarts.flatMap(({ peakRssBytes }) => peakRssBytes ?? []);
  return {
    readyP50Ms: middle('readyMs'),
    firstPageP50Ms: middle('firstPageMs'),
    completeListP50Ms: middle('completeListMs'),
    warmListP50Ms: middle('warmListMs'),
    shortPagesCount: total('shortPages'),
    shortListsCount: total('shortLists'),
    startsCount: restarts.length,
    ...(peaks.length > 0 && { peakRssBytes: Math.max(...peaks) }),
  };
};

const changed = (before: number, after: number): readonly Invalidity[] =>
  before === after ? [] : [{ reason: 'state-changed', text: `the store holds ${after} pipelines; expected ${before}` }];

/**
 * Ends the server of a lane and starts it over the full store, a few times: when it is ready, shows a first page, and lists
 * everything. Throws an EnvironmentError if it does not.
 */
export const measureRestart = async (options: MeasureOptions): Promise<Measurement> => {
  const { bench, plan, target, lane, operation, contents, sampler, signal } = options;
  const before = await bench.store.pipelines();
  const server = restartedServer(lane, bench);
  const startedAt = new Date().toISOString();
  const restarts: Restart[] = [];
  const start = await sampler.mark();
  for (let repetition = 0; repetition < repetitions[plan.loop.kind]; repetition += 1) {
    sampler.event('restart', `${server.name} is ended and started, ${lane} at ${before} pipelines`);
    restarts.push(await restartOnce(server, before, signal));
  }
  const interval = sampler.between(start, await sampler.mark());
  const after = await bench.store.pipelines();
  const figures = figuresOf(restarts);
  const seconds = restarts.reduce((sum, { completeListMs }) => sum + completeListMs, 0) / 1000;
  const usage = Object.fromEntries(
    Object.entries(interval.processes).map(([name, { cpuSeconds, peakRssBytes }]) => [
      name,
      // The processes of several starts have one name; only one of them runs at a time.
      { cpuSeconds, peakRssBytes: name === server.name ? (figures['peakRssBytes'] ?? peakRssBytes) : peakRssBytes },
    ]),
  );
  return {
    target,
    lane,
    objects: contents.pipelines,
    objectsBefore: before,
    objectsAfter: after,
    operation,
    variation: planVariation(plan),
    startedAt,
    loop: 'closed',
    seconds,
    virtualUsers: 1,
    perSecond: restarts.length / seconds,
    iterations: restarts.length,
    requests: 0,
    dropped: 0,
    interrupted: 0,
    scriptErrors: 0,
    wrongAnswers: 0,
    throttled: 0,
    windows: [],
    usage,
    figures,
    invalid: [...changed(before, after)],
  };
};
