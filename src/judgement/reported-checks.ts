import { withBaseline, type BaselineEntry } from './baseline.ts';
import type { CheckResult } from '../contract/result.ts';
import type { ScenarioDeclaration } from '../contract/declaration.ts';
import { checkProfile } from './check-profile.ts';
import type { Catalogue } from './declared-checks.ts';
import { isSelected, type Selection } from './selection.ts';

/** The selected checks, each with its profile and with the baseline applied; others are omitted. */
export const reportedChecks = (
  scenario: ScenarioDeclaration,
  checks: readonly CheckResult[],
  catalogue: Catalogue,
  { selection, baseline }: { readonly selection: Selection; readonly baseline: readonly BaselineEntry[] },
): readonly CheckResult[] =>
  checks.flatMap((check) => {
    const requirement = catalogue.get(check.requirement);
    if (requirement === undefined) return [withBaseline(check, baseline)];
    if (!isSelected(requirement, scenario, selection, catalogue)) return [];
    return [withBaseline({ ...check, profile: checkProfile(requirement, scenario, catalogue) }, baseline)];
  });
