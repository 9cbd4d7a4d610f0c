import exec from 'k6/execution';
import type { RequestPart } from '../../../src/load/data/request-parts.ts';

/** The requests of this iteration belong to a part of the measurement, whose latency is kept apart: tag `part`. */
export const inPart = (part: RequestPart): void => {
  exec.vu.metrics.tags['part'] = part;
};
