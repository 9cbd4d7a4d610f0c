import { timeReasons, type InvalidReason } from '../invalid-reason.ts';
import type { Measurement } from '../schema.ts';
import { findMeasurement, placeOf, type Found } from './find-measurement.ts';
import { met, notDecided, notMet, numberText, type Rule, type Scope } from './rule.ts';

const leastObjects = 5_000;

/** Whether a walk was exact depends on none of these: they are about its time, or end it without figures. */
const despite: readonly InvalidReason[] = [...timeReasons, 'wrong-answers', 'dropped-iterations'];

const walksIn = ({ report, lane, target }: Scope, operation: 'walk' | 'walk-beside-writers'): Found =>
  findMeasurement(report, {
    operation,
    lane,
    target,
    least: leastObjects,
    fits: ({ figures }) => figures['gapsCount'] !== undefined && figures['duplicatesCount'] !== undefined,
    despite,
  });

const missedIn = ({ figures: { gapsCount = 0, duplicatesCount = 0 } }: Measurement): number =>
  gapsCount + duplicatesCount;

const textOf = (one: Measurement): string =>
  `${placeOf(one)} missed ${numberText(one.figures['gapsCount'] ?? 0)} pipelines and showed ${numberText(one.figures['duplicatesCount'] ?? 0)} twice`;

/** The pipelines that are there all the time; those of the writers may or may not be seen. */
export const traversal: Rule = {
  bound:
    'over at least 5,000 pipelines, no walk of walk-beside-writers misses a pipeline that was there all the time or shows one twice, and one at least ran beside the writers from its first page to its last; also not met if walk, without writers, is not exact',
  decide: (scope) => {
    const [beside, alone] = [walksIn(scope, 'walk-beside-writers'), walksIn(scope, 'walk')];
    for (const one of [beside, alone])
      if ('measurement' in one && missedIn(one.measurement) > 0) return notMet(textOf(one.measurement));
    if ('missing' in beside) return notDecided(beside.missing);
    const { figures, wrongAnswers, throttled } = beside.measurement;
    const { walksBesideCount = 0, writtenCount = 0, refusedWritesCount = 0 } = figures;
    const text = `${textOf(beside.measurement)}, in ${numberText(walksBesideCount)} walks beside writers that created and deleted ${numberText(writtenCount)} others`;
    if (wrongAnswers + throttled > 0)
      return notDecided(`${text}; ${numberText(wrongAnswers + throttled)} pages were not answered as expected`);
    if (refusedWritesCount > 0) return notDecided(`${text}; ${numberText(refusedWritesCount)} writes were refused`);
    return walksBesideCount > 0 && writtenCount > 0
      ? met(text)
      : notDecided(`${text}; no whole walk ran beside writers`);
  },
};
