import { EnvironmentError } from '../../failures/environment-error.ts';
import { waitUntil } from '../../waiting/wait-until.ts';
import { firstPageSize, type StartProbe } from './start-probe.ts';

/** How a server started, in milliseconds since its start. */
export interface ObservedStart {
  readonly readyMs: number;
  readonly firstPageMs: number;
  readonly completeListMs: number;
  /** First pages and lists that were answered with success, and lacked pipelines. */
  readonly shortPages: number;
  readonly shortLists: number;
  /** A list once all caches are filled. */
  readonly warmListMs: number;
}

/** Starts take seconds; asking more often would take a share of the cores from the server that starts. */
const intervalMs = 20;
/** A million objects are read from etcd before the first list. */
const readyWithinMs = 300_000;
const listedWithinMs = 600_000;

/**
 * Asks a server that was started at `began` (performance.now()) until it lists all `expected` pipelines. Throws an
 * EnvironmentError if it does not, and the signal's reason.
 */
export const observeStart = async (
  probe: StartProbe,
  { began, expected }: { readonly began: number; readonly expected: number },
  signal: AbortSignal,
): Promise<ObservedStart> => {
  const since = (): number => performance.now() - began;
  const until = async (name: string, deadlineMs: number, look: () => Promise<true | string>): Promise<number> => {
    await waitUntil(
      {
        name,
        deadlineMs,
        intervalMs,
        look: async () => {
          const found = await look();
          return found === true ? { done: undefined } : { observed: found };
        },
      },
      { signal },
    );
    return since();
  };
  let [shortPages, shortLists] = [0, 0];
  const readyMs = await until('the server to be ready', readyWithinMs, async () =>
    (await probe.ready()) ? true : 'not ready',
  );
  const firstPageMs = await until('the first page', readyWithinMs, async () => {
    const found = await probe.firstPage();
    if (found === undefined) return 'no answer of status 200';
    if (found >= Math.min(expected, firstPageSize)) return true;
    shortPages += 1;
    return `a page of ${found} pipelines`;
  });
  const completeListMs = await until('a complete list', listedWithinMs, async () => {
    const found = await probe.list();
    if (found === undefined) return 'no list';
    if (found === expected) return true;
    shortLists += 1;
    return `a list of ${found} of ${expected} pipelines`;
  });
  const again = performance.now();
  const found = await probe.list();
  const warmListMs = performance.now() - again;
  if (found !== expected)
    throw new EnvironmentError(
      `the server listed all ${expected} pipelines after its start, and then ${found === undefined ? 'gave no list' : `a list of ${found}`}`,
    );
  return { readyMs, firstPageMs, completeListMs, shortPages, shortLists, warmListMs };
};
