import { gateClosing } from '../contract/outcome.ts';
import { UsageError } from '../failures/usage-error.ts';
import { checksOf } from '../judgement/check-list.ts';
import type { Catalogue } from '../judgement/declared-checks.ts';
import { checkName, expectedChecks } from '../judgement/expected-checks.ts';
import { readReport } from '../judgement/json.ts';
import type { Report } from '../judgement/schema.ts';
import type { Scenario } from '../scenarios/scenario.ts';
import { reportFile } from './report-file.ts';
import { selectionFrom, type EarlierRun, type RunOptions } from './run-options.ts';

interface Repeated {
  readonly requirement: string;
  readonly scenario: string;
}

/** The kind of target that the options name. */
const targetKindOf = ({
  target,
  environment,
}: Pick<RunOptions, 'target' | 'environment'>): Report['target']['kind'] => {
  if (environment === 'existing' || target === 'manifests') return 'installation';
  if (target.startsWith('binary:')) return 'binary';
  return target.startsWith('image:') ? 'image' : 'reference';
};

const named = (kind: Report['target']['kind']): string =>
  kind === 'installation' || kind === 'image' ? `an ${kind} target` : `a ${kind} target`;

/** The checks that closed the gate, those of scenarios that broke, and those that were expected and have no result. */
const checksToRepeat = (report: Report, scenarios: readonly Scenario[], catalogue: Catalogue): readonly Repeated[] => {
  const decided = checksOf(report).map(({ requirement, lane, check }) => ({
    requirement: requirement.id,
    lane,
    scenario: check.scenario,
    outcome: check.outcome,
  }));
  const found = new Set(decided.map(checkName));
  const broken = new Set(report.run.brokenScenarios);
  return [
    ...decided.filter(({ outcome }) => gateClosing.has(outcome)),
    ...expectedChecks(scenarios, selectionFrom(report.options.filters), catalogue).filter(
      (check) => broken.has(check.scenario) || !found.has(checkName(check)),
    ),
  ];
};

/** Why no check of a run can be repeated: its gate passed, or failed for reasons that are no checks. */
const nothingToRepeat = ({ run, verdicts: { gate } }: Report): string => {
  if (gate.passed) return `nothing failed in run ${run.id}`;
  return `run ${run.id} failed, but not because of a check, so run all of it again: ${gate.reasons.join('; ')}`;
};

/**
 * The part of an earlier run that a run repeats: the checks that made its gate fail and those that it lost, with its
 * lanes and seed. Throws a UsageError if there are none, or if it tested another kind of target.
 */
export const earlierRun = async (
  run: string,
  options: Pick<RunOptions, 'target' | 'environment'>,
  scenarios: readonly Scenario[],
  catalogue: Catalogue,
): Promise<EarlierRun> => {
  const report = await readReport(await reportFile(run));
  const kind = targetKindOf(options);
  if (report.target.kind !== kind)
    throw new UsageError(
      `--rerun-failed: run ${report.run.id} tested ${named(report.target.kind)}, but this run tests ${named(kind)}; use the --environment, --target and --manifests of the earlier run`,
    );
  const repeated = checksToRepeat(report, scenarios, catalogue);
  if (repeated.length === 0) throw new UsageError(`--rerun-failed: ${nothingToRepeat(report)}`);
  return {
    requirements: [...new Set(repeated.map(({ requirement }) => requirement))],
    scenarios: [...new Set(repeated.map(({ scenario }) => scenario))],
    lanes: report.options.lanes,
    seed: report.options.seed,
  };
};
