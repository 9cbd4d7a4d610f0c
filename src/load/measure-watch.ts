import type { Measurement } from '../judgement/load/schema.ts';
import { carriedQuantile } from './k6-measurement.ts';
import type { MeasureOptions } from './measure-options.ts';
import { measureWithK6 } from './measure-with-k6.ts';
import { judgedWatch } from './watch/judged-watch.ts';

/**
 * Measures watches beside creates: the lag of their events behind the answers, and whether each came once. What k6 says is
 * about the creates, which `create` measures without a watch; of it only the latency is kept, as a figure.
 */
export const measureWatch = async (options: MeasureOptions): Promise<Measurement> => {
  const { bench, plan, signal } = options;
  const {
    service,
    response,
    lag: _lag,
    attribution: _attribution,
    ...measured
  } = await measureWithK6(options, judgedWatch(bench, Math.max(1, plan.watchers), signal));
  const creates = service ?? response;
  return {
    ...measured,
    windows: [],
    figures: {
      ...measured.figures,
      ...(creates !== undefined && {
        ...carriedQuantile('createP50Ms', creates, 50),
        ...carriedQuantile('createP99Ms', creates, 99),
      }),
    },
  };
};
