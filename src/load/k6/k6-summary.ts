import { z } from 'zod';
import { EnvironmentError } from '../../failures/environment-error.ts';
import { quantileGrid } from '../data/quantile-grid.ts';
import type { Distribution } from '../../judgement/load/schema.ts';

/** What handleSummary of k6 2.2 receives, as far as it is read here. */
const summarySchema = z.object({
  metrics: z.record(z.string(), z.object({ type: z.string(), values: z.record(z.string(), z.number().nullable()) })),
});

/** The numbers of one k6 run. */
export interface K6Summary {
  /** The value of a counter; 0 if nothing was counted. `tags`: `scenario:measured`, `scenario:measured,win:3`. */
  counter(name: string, tags?: string): number;
  /** The last value of a gauge; undefined if it has none. */
  gauge(name: string): number | undefined;
  /** All quantiles of a trend, in milliseconds; undefined if it has no value. */
  trend(name: string, tags?: string): Distribution | undefined;
  /** The names of all metrics without tags. */
  readonly names: readonly string[];
}

const keyOf = (name: string, tags: string | undefined): string => (tags === undefined ? name : `${name}{${tags}}`);

/** Reads the JSON that suites/load/support/summary.ts writes. Throws an EnvironmentError if it is something else. */
export const k6Summary = (text: string, script: string): K6Summary => {
  const read = (): z.infer<typeof summarySchema> => {
    try {
      return summarySchema.parse(JSON.parse(text));
    } catch (cause) {
      throw new EnvironmentError(`k6 wrote no summary that can be read, running ${script}: ${String(cause)}`, {
        cause,
      });
    }
  };
  const { metrics } = read();
  const required = (values: Readonly<Record<string, number | null>>, name: string, key: string): number => {
    const value = values[name];
    if (value === undefined || value === null)
      throw new EnvironmentError(`the summary of k6 has no ${name} of ${key}, running ${script}`);
    return value;
  };
  return {
    names: Object.keys(metrics).filter((key) => !key.includes('{')),
    gauge: (name) => metrics[name]?.values['value'] ?? undefined,
    counter: (name, tags) => metrics[keyOf(name, tags)]?.values['count'] ?? 0,
    trend: (name, tags) => {
      const key = keyOf(name, tags);
      const values = metrics[key]?.values;
      if (values === undefined || values['avg'] === undefined || (values['count'] ?? 0) === 0) return undefined;
      return {
        count: required(values, 'count', key),
        min: required(values, 'min', key),
        max: required(values, 'max', key),
        mean: required(values, 'avg', key),
        grid: quantileGrid.map((percent) => required(values, `p(${percent})`, key)),
      };
    },
  };
};
