import type { Measurement } from '../judgement/load/schema.ts';
import { quantileOf } from '../judgement/load/quantiles.ts';
import { quantileGrid } from './data/quantile-grid.ts';
import type { MeasureOptions } from './measure-options.ts';
import { measureWithK6 } from './measure-with-k6.ts';
import { judgedWatch } from './watch/judged-watch.ts';

/**
 * Measures watches beside creates: the lag of their events behind the answers, and whether each came once. The latency of the
 * creates is a figure of it, since `create` measures them without a watch.
 */
export const measureWatch = async (options: MeasureOptions): Promise<Measurement> => {
  const { bench, plan, signal } = options;
  const { service, response, ...measured } = await measureWithK6(
    options,
    judgedWatch(bench, Math.max(1, plan.watchers), signal),
  );
  const creates = service ?? response;
  return {
    ...measured,
    figures: {
      ...measured.figures,
      ...(creates !== undefined && {
        createP50Ms: quantileOf(creates, quantileGrid, 50),
        createP99Ms: quantileOf(creates, quantileGrid, 99),
      }),
    },
  };
};
