import type { Report, RequirementResult } from './schema.ts';
import { failsIn, isMet } from './unmet.ts';

/** The requirements that hold in one lane and fail in another, or of which lanes made different observations. */
export const differingRequirements = ({
  requirements,
  differences,
}: Pick<Report, 'requirements' | 'differences'>): ReadonlySet<string> => {
  const observed = new Set(differences.map(({ requirement }) => requirement));
  const differs = ({ id, lanes }: RequirementResult): boolean => {
    const results = Object.values(lanes);
    return (
      observed.has(id) ||
      (results.some(({ checks }) => checks.some(failsIn)) &&
        results.some(({ checks }) => checks.some(isMet) && !checks.some(failsIn)))
    );
  };
  return new Set(requirements.filter(differs).map(({ id }) => id));
};
