import { laneNames } from '../contract/lane-name.ts';
import type { LoadRunRequirement } from '../contract/load-run-requirements.ts';
import { ruleOf } from '../judgement/load/requirements.ts';
import { requirementTables } from './requirement-table.ts';

/** A requirement that load runs decide, as `list --json` shows it. */
export const loadRequirementJson = (requirement: LoadRunRequirement) => ({
  ...requirement,
  decidedBy: 'load',
  bound: ruleOf(requirement.id).bound,
});

/** The requirements that load runs decide, as lines apart from the profiles. */
export const loadRequirementLines = (found: readonly LoadRunRequirement[], width: number): readonly string[] => {
  if (found.length === 0) return [];
  const rows = found.map(({ lanes, ...rest }) => ({
    ...rest,
    cells: laneNames.map((lane) => (lanes.includes(lane) ? 'load' : '–')),
  }));
  return requirementTables(new Map([['Decided by load runs, in no profile', rows]]), width);
};
