import { laneNames, storageOf, type LaneName } from '../../contract/lane-name.ts';
import type { LoadRunRequirement } from '../../contract/load-run-requirements.ts';
import type { DecidingNumbers, Rule } from './requirements/rule.ts';
import { rules } from './requirements/rules.ts';
import type { LoadReport } from './schema.ts';

/** The rule of a requirement. Throws if there is none: a requirement without a rule is never decided. */
export const ruleOf = (id: string): Rule => {
  const rule = rules[id];
  if (rule === undefined) throw new Error(`${id} has no rule in src/judgement/load/requirements/rules.ts`);
  return rule;
};

/** The lanes that a run measured: those of its measurements, or of its stores where nothing was measured. */
const lanesOf = ({ measurements, stores }: DecidingNumbers, target: string): readonly LaneName[] => {
  const own = new Set(measurements.filter((one) => one.target === target).map(({ lane }) => lane));
  if (own.size > 0) return laneNames.filter((lane) => own.has(lane));
  const modes = new Set(stores.filter((one) => one.target === target).map(({ storage }) => storage));
  return laneNames.filter((lane) => modes.has(storageOf[lane]));
};

/** Decides each requirement for every target in each of its lanes that the run measured. */
export const decidedRequirements = (
  report: DecidingNumbers,
  requirements: readonly LoadRunRequirement[],
): LoadReport['requirements'] =>
  requirements.flatMap(({ id, lanes }) =>
    report.targets.flatMap(({ name }) =>
      lanesOf(report, name)
        .filter((lane) => lanes.includes(lane))
        .map((lane) => ({ id, target: name, lane, ...ruleOf(id).decide({ report, target: name, lane }) })),
    ),
  );
