import exec from 'k6/execution';
import { lag, response, scriptErrors, started } from './metrics.ts';
import { settings } from './settings.ts';

const { count, closed, rate, rateSeconds, seconds, vus, warmUp, windows } = settings;

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

/** An open loop has windows of time; a closed one, whose length nobody knows, has windows of iterations. */
const windowOf = (iteration: number, due: number, startTime: number): number =>
  Math.min(
    windows - 1,
    count === undefined
      ? Math.floor(((due - startTime) * windows) / (seconds * 1000))
      : Math.floor((iteration * windows) / count),
  );

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
    if (windows > 0) exec.vu.metrics.tags['win'] = String(windowOf(iteration, due, startTime));
    started.add(1);
    if (isOpen) lag.add(now - due);
    return guarded(
      () => run(warmUpTotal + iteration, data),
      () => response.add(Date.now() - due),
    );
  },
});
