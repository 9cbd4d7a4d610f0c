import { setTimeout as sleep } from 'node:timers/promises';

const signals = ['SIGTERM', 'SIGINT'] as const;
/** Longer than any request takes, shorter than the 30 s that Kubernetes gives a pod. */
const gracePeriodMs = 20_000;
/** How long nodes may still send connections of a Service to a terminating pod. */
const endpointRemovalMs = 5_000;

let terminating = false;

/** Whether this process is terminating: then it keeps no connection for further requests. */
export const isTerminating = (): boolean => terminating;

/**
 * Waits for SIGTERM or SIGINT and returns the signal; in a pod, after its Service has had time to remove it. From then
 * on a second signal, or the end of the grace period, exits the process at once.
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
