/** The limits of a download. Beyond any of them, building is faster. */
export interface DownloadLimits {
  readonly connectMs: number;
  /** The time until the final answer, including redirects. */
  readonly answerMs: number;
  /** The longest time without data after that. */
  readonly stallMs: number;
  /** The total time after that. */
  readonly totalMs: number;
  readonly bytes: number;
}

/** Chosen for Kubernetes' server archive, which has several hundred MB; building its programs takes some minutes. */
export const downloadLimits: DownloadLimits = {
  connectMs: 5_000,
  answerMs: 10_000,
  stallMs: 20_000,
  totalMs: 300_000,
  bytes: 1_000_000_000,
};

/** Aborts a download that is not answered, stalls or takes too long. */
export interface DownloadWatch extends Disposable {
  /** Aborted with an error that names the exceeded limit, or with the reason of the watched signal. */
  readonly signal: AbortSignal;
  /** To be called when the answer arrives. */
  answered(): void;
  /** To be called when data arrives. */
  received(): void;
}

export const watchDownload = (
  { answerMs, stallMs, totalMs }: DownloadLimits,
  interrupted: AbortSignal,
): DownloadWatch => {
  const controller = new AbortController();
  const abortAfter = (reason: string, ms: number) =>
    setTimeout(() => controller.abort(new Error(`${reason} ${ms / 1000} s`)), ms);
  const unanswered = abortAfter('no answer within', answerMs);
  const timers = [unanswered];
  let stalled: NodeJS.Timeout | undefined;
  return {
    signal: AbortSignal.any([interrupted, controller.signal]),
    answered: () => {
      clearTimeout(unanswered);
      stalled = abortAfter('no data received for', stallMs);
      timers.push(stalled, abortAfter('the download took more than', totalMs));
    },
    received: () => {
      stalled?.refresh();
    },
    [Symbol.dispose]: () => {
      for (const timer of timers) clearTimeout(timer);
    },
  };
};
