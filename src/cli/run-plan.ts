import { storageModes, storageOf, type StorageMode } from '../contract/lane-name.ts';
import { loadRequirements } from '../contract/load-requirements.ts';
import { namesFor } from '../contract/names.ts';
import type { SourceLocation } from '../contract/source-location.ts';
import type { Baseline } from '../judgement/baseline.ts';
import type { Catalogue } from '../judgement/declared-checks.ts';
import type { Report } from '../judgement/schema.ts';
import { selectedLanes, type Selection } from '../judgement/selection.ts';
import { UsageError } from '../failures/usage-error.ts';
import { loadSuites } from '../scenarios/load-suites.ts';
import { scenarioLocations } from '../scenarios/scenario-locations.ts';
import type { Scenario } from '../scenarios/scenario.ts';
import { reportUrlOf } from './report-addresses.ts';
import { requireKnownValues } from './require-known-values.ts';
import { baselineOf } from './baseline-option.ts';
import { earlierRun } from './earlier-run.ts';
import { ownSuite } from './own-suite.ts';
import { seedOf, selectionOf, type RunOptions } from './run-options.ts';

/** Everything that the options of a run determine before anything is started. */
export interface RunPlan {
  readonly catalogue: Catalogue;
  readonly scenarios: readonly Scenario[];
  /** The identity of the suites, taken before the run, during which the files of a checkout may change. */
  readonly suite: Report['suite'];
  /** File and line of each scenario. */
  readonly locations: ReadonlyMap<string, SourceLocation>;
  readonly selection: Selection;
  readonly seed: number;
  readonly baseline: Baseline | undefined;
  /** Storage modes of the selected lanes. */
  readonly modes: readonly StorageMode[];
  /** The prefixes of all object names of the selected scenarios. */
  readonly prefixes: readonly string[];
}

/** Throws a UsageError for unknown names, or if no check is selected. */
export const planRun = async (options: RunOptions): Promise<RunPlan> => {
  const catalogue = await loadRequirements();
  const suites = await loadSuites();
  const scenarios = suites.flatMap((suite) => suite.scenarios);
  const suite = ownSuite(catalogue, scenarios);
  const locations = await scenarioLocations(suites);
  const earlier =
    options.rerunFailed === undefined
      ? undefined
      : await earlierRun(options.rerunFailed, options, scenarios, catalogue);
  requireKnownValues(
    '--allow',
    options.allow,
    scenarios.filter(({ disruptive }) => disruptive === true).map(({ name }) => name),
  );
  if (options.baselineOfAnother === true && options.baseline === undefined)
    throw new UsageError('--baseline-of-another: expected a --baseline as well');
  // Before a run of many minutes.
  reportUrlOf(options.reportUrl);
  const selection = selectionOf(options, catalogue, scenarios, earlier);
  const seed = seedOf(options.seed, earlier);
  const baseline =
    options.baseline === undefined ? undefined : await baselineOf(options.baseline, catalogue, scenarios);
  const modes = storageModes.filter(
    (mode) => selection.lanes.length === 0 || selection.lanes.some((lane) => storageOf[lane] === mode),
  );
  const prefixes = scenarios.flatMap((scenario) =>
    selectedLanes(scenario, selection, catalogue).map((lane) => namesFor(seed, scenario.name, lane, '').prefix),
  );
  return { catalogue, scenarios, suite, locations, selection, seed, baseline, modes, prefixes };
};
