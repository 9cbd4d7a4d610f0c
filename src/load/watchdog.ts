import { EnvironmentError } from '../failures/environment-error.ts';
import { freeBytes } from '../state/free-space.ts';
import { startBeat } from './sampling/beat.ts';
import type { Sampler } from './sampling/sampler.ts';
import { defaultThresholds, watchdogDecision, type WatchdogThresholds } from './watchdog-decision.ts';

/** Ends a run before it fills the machine. */
export interface Watchdog extends AsyncDisposable {
  /** Aborted with an EnvironmentError that names the numbers. */
  readonly signal: AbortSignal;
}

export interface WatchdogOptions {
  readonly sampler: Pick<Sampler, 'latest' | 'event'>;
  /** A folder on the disk that the stores fill. */
  readonly directory: string;
  readonly thresholds?: WatchdogThresholds;
  readonly intervalMs?: number;
}

/** Looks once a second at the last samples until it is disposed of. The database of etcd is known as often as it is scraped. */
export const startWatchdog = ({
  sampler,
  directory,
  thresholds = defaultThresholds,
  intervalMs = 1000,
}: WatchdogOptions): Watchdog => {
  const controller = new AbortController();
  let looking: Promise<void> | undefined;
  const look = async (): Promise<void> => {
    // Unknown once the environment has ended and its folder with it; the other bounds still hold.
    const freeDiskBytes = await freeBytes(directory).catch(() => undefined);
    const latest = sampler.latest();
    const reason = watchdogDecision(
      {
        memTotalBytes: latest['machine/memTotalBytes'],
        memAvailableBytes: latest['machine/memAvailableBytes'],
        etcdInUseBytes: latest['etcd/inUseBytes'],
        etcdQuotaBytes: latest['etcd/quotaBytes'],
        freeDiskBytes,
      },
      thresholds,
    );
    if (reason === undefined || controller.signal.aborted) return;
    sampler.event('watchdog', reason);
    controller.abort(
      new EnvironmentError(`the run was ended to protect the machine: ${reason}. Choose a smaller plan or more room.`),
    );
  };
  const beat = startBeat(intervalMs, () => {
    if (looking !== undefined || controller.signal.aborted) return;
    looking = look().finally(() => {
      looking = undefined;
    });
  });
  return {
    signal: controller.signal,
    [Symbol.asyncDispose]: async () => {
      beat[Symbol.dispose]();
      await looking;
    },
  };
};
