import exec from 'k6/execution';
import { busy, lag, measuredStart, response, scriptErrors, started } from './metrics.ts';
import { settings } from './settings.ts';

const { count, mostSeconds, closed, rate, rateSeconds, seconds, vus, warmUp, windows } = settings;

/** An iteration of an open loop is due at an instant, whatever earlier ones took. */
const isOpen = count === undefined && !closed;

/** Warm-up iterations come first in the numbering of all iterations. */
const warmUpTotal = vus * warmUp;

let reported = false;

const countError = (error: unknown): void => {
  scriptErrors.add(1);
  if (!reported) console.error(error instanceof Error ? `${error.message}\n${error.stack ?? ''}` : String(error));
  reported = true;
};

/** Work that is synchronous remains so: a promise in each iteration would cost k6 a turn of its event loop. */
const guarded = (run: () => void | Promise<void>, finish: () => void): void | Promise<void> => {
  try {
    const pending = run();
    if (pending instanceof Promise) return pending.catch(countError).then(finish);
  } catch (error) {
    countError(error);
  }
  finish();
};

/** The milliseconds that the windows share; none in a closed loop whose length nobody knows. */
const windowedMs = 1000 * (count === undefined ? seconds : (mostSeconds ?? 0));
const hasWindows = windows > 0 && windowedMs > 0;

const tagWindow = (sinceStart: number, last: number): void => {
  if (!hasWindows) return;
  exec.vu.metrics.tags['win'] = String(Math.min(last, Math.floor((sinceStart * windows) / windowedMs)));
};

/** The end of the last iteration of this virtual user. */
let lastEnd: number | undefined;

const noteStart = (startTime: number): void => {
  if (lastEnd === undefined) measuredStart.add(startTime);
};

const noteEnd = (startTime: number, due: number): void => {
  const end = Date.now();
  response.add(end - due);
  if (!isOpen) busy.add(end - (lastEnd ?? startTime));
  lastEnd = end;
  // k6 counts the iteration after this, in the window in which it ends: those of starts would follow the offered rate. What
  // ends after the last window belongs to none, or the rate of the last would seem too high.
  tagWindow(end - startTime, windows);
};

type Work<Data> = (iteration: number, data: Data) => void | Promise<void>;

/**
 * The two scenario functions of a script. `run` gets the number of its iteration, which no other iteration has (the
 * warm-up has 0 … VUS × WARM_UP − 1), and what `setup` returned, if the script has one. `warm` replaces it in the warm-up.
 */
export const scenarios = <Data = undefined>(
  run: Work<Data>,
  warm: Work<Data> = run,
): {
  readonly warm: (data: Data) => void | Promise<void>;
  readonly measured: (data: Data) => void | Promise<void>;
} => ({
  warm: (data) =>
    guarded(
      () => warm(exec.scenario.iterationInTest, data),
      () => undefined,
    ),
  measured: (data) => {
    const iteration = exec.scenario.iterationInTest;
    const { startTime } = exec.scenario;
    const now = Date.now();
    // The clock of k6 has whole milliseconds, so that an iteration may seem to begin just before it is due.
    const due = isOpen ? Math.min(now, startTime + (iteration * 1000 * rateSeconds) / rate) : now;
    // k6 may begin the iteration that is due at the very end.
    tagWindow(due - startTime, windows - 1);
    noteStart(startTime);
    started.add(1);
    if (isOpen) lag.add(now - due);
    return guarded(
      () => run(warmUpTotal + iteration, data),
      () => noteEnd(startTime, due),
    );
  },
});
