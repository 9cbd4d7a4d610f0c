/** How far a run may fill what it runs on. */
export interface WatchdogThresholds {
  /** Of the memory of the machine. */
  readonly memoryShare: number;
  /** Of etcd's quota, by the bytes in use. */
  readonly quotaShare: number;
  readonly freeDiskBytes: number;
}

/**
 * At 70 % of memory the page cache still holds the files of etcd and MariaDB; beyond it they are read from the disk, which
 * changes what is measured, and then the kernel ends processes. etcd refuses writes at its quota for good. A compaction
 * and a snapshot of the store need room on the disk.
 */
export const defaultThresholds: WatchdogThresholds = {
  memoryShare: 0.7,
  quotaShare: 0.7,
  freeDiskBytes: 2 * 1024 ** 3,
};

/** What the watchdog sees; absent: not known, so not judged. */
export interface WatchdogReading {
  readonly memTotalBytes?: number | undefined;
  readonly memAvailableBytes?: number | undefined;
  readonly etcdInUseBytes?: number | undefined;
  readonly etcdQuotaBytes?: number | undefined;
  readonly freeDiskBytes?: number | undefined;
}

const gib = (bytes: number): string => `${(bytes / 1024 ** 3).toFixed(2)} GiB`;
const percent = (share: number): string => `${Math.round(share * 100)} %`;

const memory = ({ memTotalBytes, memAvailableBytes }: WatchdogReading, { memoryShare }: WatchdogThresholds) => {
  if (memTotalBytes === undefined || memAvailableBytes === undefined || memTotalBytes === 0) return undefined;
  const used = 1 - memAvailableBytes / memTotalBytes;
  if (used <= memoryShare) return undefined;
  return `${percent(used)} of the memory is used (${gib(memAvailableBytes)} of ${gib(memTotalBytes)} available); the bound is ${percent(memoryShare)}`;
};

const quota = ({ etcdInUseBytes, etcdQuotaBytes }: WatchdogReading, { quotaShare }: WatchdogThresholds) => {
  if (etcdInUseBytes === undefined || etcdQuotaBytes === undefined || etcdQuotaBytes === 0) return undefined;
  const used = etcdInUseBytes / etcdQuotaBytes;
  if (used <= quotaShare) return undefined;
  return `etcd uses ${gib(etcdInUseBytes)}, which is ${percent(used)} of its quota of ${gib(etcdQuotaBytes)}; the bound is ${percent(quotaShare)}`;
};

const disk = ({ freeDiskBytes }: WatchdogReading, { freeDiskBytes: bound }: WatchdogThresholds) =>
  freeDiskBytes === undefined || freeDiskBytes >= bound
    ? undefined
    : `${gib(freeDiskBytes)} of the disk are free; the bound is ${gib(bound)}`;

/** Why the run must end, with the numbers; undefined if it may go on. */
export const watchdogDecision = (
  reading: WatchdogReading,
  thresholds: WatchdogThresholds = defaultThresholds,
): string | undefined => memory(reading, thresholds) ?? quota(reading, thresholds) ?? disk(reading, thresholds);
