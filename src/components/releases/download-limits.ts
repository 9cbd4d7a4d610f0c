/** What a download may take; past any of these, the build is the better way. */
export interface DownloadLimits {
  readonly connectMs: number;
  /** Until the last answer, redirects included. */
  readonly answerMs: number;
  /** From then on, without a byte. */
  readonly stallMs: number;
  /** From then on, altogether. */
  readonly totalMs: number;
  readonly bytes: number;
}

/** Kubernetes' server archive has some hundred MB; building what is taken from it takes some minutes. */
export const downloadLimits: DownloadLimits = {
  connectMs: 5_000,
  answerMs: 10_000,
  stallMs: 20_000,
  totalMs: 300_000,
  bytes: 1_000_000_000,
};

/** Gives up a download that is not answered, stalls or takes too long. */
export interface DownloadWatch extends Disposable {
  /** Its reason is an error that says which limit was met, or that of the signal watched along. */
  readonly signal: AbortSignal;
  /** The archive begins. */
  answered(): void;
  /** A part of it came. */
  heard(): void;
}

export const watchDownload = (
  { answerMs, stallMs, totalMs }: DownloadLimits,
  interrupted: AbortSignal,
): DownloadWatch => {
  const controller = new AbortController();
  const giveUp = (why: string, ms: number) =>
    setTimeout(() => controller.abort(new Error(`${why} ${ms / 1000} s`)), ms);
  const unanswered = giveUp('no answer within', answerMs);
  const timers = [unanswered];
  let stalled: NodeJS.Timeout | undefined;
  return {
    signal: AbortSignal.any([interrupted, controller.signal]),
    answered: () => {
      clearTimeout(unanswered);
      stalled = giveUp('nothing came for', stallMs);
      timers.push(stalled, giveUp('it took more than', totalMs));
    },
    heard: () => {
      stalled?.refresh();
    },
    [Symbol.dispose]: () => {
      for (const timer of timers) clearTimeout(timer);
    },
  };
};
