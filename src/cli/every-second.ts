import { statusReporter, type Progress } from '../waiting/progress.ts';

/** Shows a text that changes with time until it is disposed of: every second on a terminal, every ten in a log. */
export const everySecond = (progress: Progress, text: () => string): Disposable => {
  const begun = performance.now();
  const report = statusReporter(progress);
  const timer = setInterval(() => report((performance.now() - begun) / 1000, text()), 1_000);
  // It must not keep a process alive whose work has failed.
  timer.unref();
  return { [Symbol.dispose]: () => clearInterval(timer) };
};
