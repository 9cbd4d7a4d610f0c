import { setTimeout as sleep } from 'node:timers/promises';

const signals = ['SIGTERM', 'SIGINT'] as const;
/** Longer than any request takes, shorter than the 30 s that Kubernetes gives a pod. */
const gracePeriodMs = 20_000;
/** For so long nodes may go on sending connections of a Service to a pod that has been told to end. */
const endpointRemovalMs = 5_000;

let terminating = false;

/** Whether this process was told to end: then no connection is kept for further requests. */
export const isTerminating = (): boolean => terminating;

/**
 * Waits for the first SIGTERM or SIGINT and tells which it was; in a pod not before its Service has forgotten it. From the signal
 * on a second one, or the end of the grace period, ends the process at once.
 */
export const untilTerminated = async (environment: NodeJS.ProcessEnv): Promise<NodeJS.Signals> => {
  const { promise, resolve } = Promise.withResolvers<NodeJS.Signals>();
  for (const signal of signals) process.once(signal, () => resolve(signal));
  const received = await promise;
  terminating = true;
  for (const signal of signals) process.on(signal, () => process.exit(1));
  setTimeout(() => process.exit(1), gracePeriodMs).unref();
  if (environment['KUBERNETES_SERVICE_HOST'] && received === 'SIGTERM') await sleep(endpointRemovalMs);
  return received;
};
