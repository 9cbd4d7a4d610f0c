import type { Measurement } from '../schema.ts';
import { findMeasurement, placeOf } from './find-measurement.ts';
import { millisecondsText, notDecided, numberText, recorded, type Rule } from './rule.ts';

const versionCounts = [1_000, 10_000] as const;

/** `first page p50 3.1 ms`; undefined if the page has no time. */
const pageText = ({ figures }: Measurement, page: 'first' | 'middle'): string | undefined => {
  const median = figures[`${page}P50Ms`];
  if (median === undefined) return undefined;
  const p99 = figures[`${page}P99Ms`];
  return `${page} page p50 ${millisecondsText(median)}${p99 === undefined ? '' : `, p99 ${millisecondsText(p99)}`}`;
};

/** The time of a page of the versions of one pipeline. */
export const versionPage: Rule = {
  bound:
    'recorded: the median of the first page of 20, and of the one in the middle, in list-versions with 1,000 and with 10,000 versions of one pipeline, as the server counts them',
  decide: ({ report, lane, target }) => {
    const found = versionCounts.map((versions): { readonly text: string; readonly isRecorded: boolean } => {
      const one = findMeasurement(report, {
        operation: 'list-versions',
        lane,
        target,
        fits: ({ figures }) => figures['versionsCount'] === versions,
      });
      if ('missing' in one) return { text: `${one.missing} (${numberText(versions)} versions)`, isRecorded: false };
      const pages = (['first', 'middle'] as const).map((page) => pageText(one.measurement, page));
      if (pages.includes(undefined) || one.measurement.loop === 'closed')
        return {
          text: `${placeOf(one.measurement)} has no medians: too few samples, or a closed loop, which judges no latency`,
          isRecorded: false,
        };
      return { text: `of ${numberText(versions)} versions ${pages.join(', ')}`, isRecorded: true };
    });
    const missing = found.filter(({ isRecorded }) => !isRecorded);
    const texts = (all: typeof found): string => all.map(({ text }) => text).join('; ');
    return missing.length === 0 ? recorded(texts(found)) : notDecided(texts(missing));
  },
};
