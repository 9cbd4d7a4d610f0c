import { Counter, Trend } from 'k6/metrics';
import { wrongAnswers } from './metrics.ts';

/** Whether a read shows what was written; undefined after a wrong answer, which is counted. */
export type Look = () => boolean | undefined;

/** After this long a write that no read shows is a wrong answer. */
const patienceMs = 10_000;

/** The time until one kind of read shows what was written. */
export const visibility = (read: 'get' | 'list') => {
  /** Milliseconds from the answer to the write to the end of the first read that shows it. */
  const visible = new Trend(`figure_visible_${read}`, true);
  /** Writes that the first read afterwards did not show. */
  const misses = new Counter(`figure_misses_${read}`);
  /** `written`: when the write was answered, by Date.now(). */
  return (written: number, look: Look): void => {
    const began = Date.now();
    // Reads follow each other without a pause, as each of them is work that is measured.
    for (let reads = 1; ; reads += 1) {
      const shown = look();
      if (shown === undefined) return;
      if (shown || Date.now() - began > patienceMs) {
        misses.add(reads > 1 ? 1 : 0);
        if (shown) visible.add(Date.now() - written);
        else wrongAnswers.add(1);
        return;
      }
    }
  };
};
