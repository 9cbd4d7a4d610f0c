import { findMeasurement, placeOf } from './find-measurement.ts';
import { notDecided, notMet, type Rule } from './rule.ts';

const leastObjects = 5_000;

/** A walk that is not exact while nobody writes is not exact beside writers either. */
export const traversal: Rule = {
  bound:
    'not met if a walk over at least 5,000 pipelines misses one or shows one twice; otherwise not decided, since no writers run beside a walk',
  decide: ({ report, lane, target }) => {
    const found = findMeasurement(report, {
      operation: 'walk',
      lane,
      target,
      least: leastObjects,
      despite: ['wrong-answers'],
    });
    if ('missing' in found) return notDecided(found.missing);
    const { figures } = found.measurement;
    const { gapsCount, duplicatesCount } = figures;
    if (gapsCount === undefined || duplicatesCount === undefined)
      return notDecided(`${placeOf(found.measurement)} counted no gaps and duplicates`);
    const text = `${placeOf(found.measurement)} missed ${gapsCount} pipelines and showed ${duplicatesCount} twice`;
    return gapsCount + duplicatesCount > 0 ? notMet(text) : notDecided(`${text}; no writers ran beside it`);
  },
};
