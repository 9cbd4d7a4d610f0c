import { parentPort, workerData } from 'node:worker_threads';
import { clusterClient } from '../../cluster/cluster-client.ts';
import { object, text } from '../../clients/json-response.ts';
import { deliveryRecord } from './delivery-record.ts';
import type { WatchTask, WorkerMessage, WorkerRequest } from './worker-messages.ts';
import { watchStream } from './watch-stream.ts';

/**
 * The watchers of a measurement, in a thread of their own: their CPU time is told from the harness's, and a busy harness
 * does not delay their clock.
 */
const { connection, path, expected, watchers } = workerData as WatchTask;
const send = (message: WorkerMessage, transfer: readonly ArrayBuffer[] = []): void =>
  parentPort?.postMessage(message, [...transfer]);

const ended = new AbortController();
const record = deliveryRecord(expected, watchers);
let restarts = 0;
let established = 0;
let complete = false;
let wanted: number | undefined;
/** Loading this file costs more CPU than a short watch, and is not the watch's. */
let cpuBefore = process.threadCpuUsage();

const noteDelivery = (): void => {
  if (complete || wanted === undefined || !record.isComplete(wanted)) return;
  complete = true;
  send({ kind: 'complete' });
};

const watchFrom = (resourceVersion: string, watcher: number): Promise<void> => {
  let isFirst = true;
  return watchStream({
    connection,
    path,
    resourceVersion,
    signal: ended.signal,
    onEvent: (delivery, receivedAt) => {
      record.add(watcher, delivery, receivedAt);
      noteDelivery();
    },
    onEstablished: () => {
      if (!isFirst) return;
      isFirst = false;
      established += 1;
      if (established !== watchers) return;
      cpuBefore = process.threadCpuUsage();
      send({ kind: 'established' });
    },
    onRestart: () => {
      restarts += 1;
    },
  });
};

const finish = (): void => {
  ended.abort(new Error('the measurement has ended'));
  const received = record.received();
  const { user, system } = process.threadCpuUsage(cpuBefore);
  const buffers = received.flatMap(({ counts, deliveredAt }) => [counts.buffer, deliveredAt.buffer]);
  send({ kind: 'result', received, createdAt: record.createdAt, restarts, cpuSeconds: (user + system) / 1e6 }, [
    ...buffers,
    record.createdAt.buffer,
  ]);
  parentPort?.close();
};

parentPort?.on('message', (request: WorkerRequest) => {
  if (request.kind === 'finish') finish();
  else {
    wanted = request.count;
    noteDelivery();
  }
});

try {
  const list = await clusterClient(connection).get(`${path}?limit=1`);
  const resourceVersion = text(object(list ?? {}, 'metadata'), 'resourceVersion');
  if (resourceVersion === '') throw new Error(`${path} is no collection of this API server`);
  await Promise.all(Array.from({ length: watchers }, (_, watcher) => watchFrom(resourceVersion, watcher)));
} catch (cause) {
  ended.abort(cause);
  send({ kind: 'failed', text: (cause as Error).message });
}
