import type { Column, Readings } from './scraper.ts';
import { increases } from './totals.ts';

const increase = ({ current, previous }: Readings, key: string): number | undefined =>
  previous === undefined || current.totals[key] === undefined ? undefined : increases(previous, current)[key];

const quotient = (above: number | undefined, below: number | undefined): number | undefined =>
  above === undefined || below === undefined || below === 0 ? undefined : above / below;

/** A momentary value. */
export const gauge = (key: string, unit: string): Column => ({ unit, value: ({ current }) => current.gauges[key] });

/** The increase of a counter a second. */
export const rate = (key: string, unit: string): Column => ({
  unit,
  value: (readings) => quotient(increase(readings, key), readings.seconds),
});

/** The mean duration of what was counted between two readings. */
export const meanMs = (secondsKey: string, countKey: string): Column => ({
  unit: 'ms',
  value: (readings) => {
    const mean = quotient(increase(readings, secondsKey), increase(readings, countKey));
    return mean === undefined ? undefined : mean * 1000;
  },
});

/** The share of events that were not misses, between two readings. */
export const hitShare = (missesKey: string, allKey: string): Column => ({
  unit: 'share',
  value: (readings) => {
    const misses = quotient(increase(readings, missesKey), increase(readings, allKey));
    return misses === undefined ? undefined : 1 - misses;
  },
});
