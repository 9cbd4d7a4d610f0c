const SIGNALS = ['SIGTERM', 'SIGINT'] as const;
/** Longer than any request takes, shorter than the 30 s that Kubernetes gives a pod. */
const GRACE_MS = 20_000;

/**
 * Waits for the first SIGTERM or SIGINT and tells which it was. From then on a second one, or the end of the grace period,
 * ends the process at once.
 */
export async function untilTerminated(): Promise<NodeJS.Signals> {
  const { promise, resolve } = Promise.withResolvers<NodeJS.Signals>();
  for (const signal of SIGNALS) process.once(signal, () => resolve(signal));
  const received = await promise;
  for (const signal of SIGNALS) process.on(signal, () => process.exit(1));
  setTimeout(() => process.exit(1), GRACE_MS).unref();
  return received;
}
