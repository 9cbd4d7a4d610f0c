import { readdir } from 'node:fs/promises';
import path from 'node:path';
import type { Report } from '../judgement/schema.ts';
import { checksIn, parityChecksIn, type Catalogue } from '../judgement/declared-checks.ts';
import { openQuestions, readBaseline, type Baseline, type BaselineEntry } from '../judgement/baseline.ts';
import { otherTarget, type TestedRelease } from '../judgement/baseline-origin.ts';
import type { Scenario } from '../scenarios/scenario.ts';
import { packagePath } from '../package-path.ts';
import { calledAs } from '../text/called-as.ts';
import type { RunOptions } from './run-options.ts';
import { UsageError } from '../failures/usage-error.ts';

/** The folder of the baselines that this package contains. */
export const baselineFolder = (): string => packagePath('reports/expected-failures');

/** `--baseline` and `--from` take a file, or the name of a file in reports/expected-failures. */
export const baselineFile = async (name: string, option: string): Promise<string> => {
  if (name.includes('/') || /\.ya?ml$/.test(name)) return path.resolve(name);
  const known = (await readdir(baselineFolder()))
    .filter((file) => file.endsWith('.yaml'))
    .map((file) => path.basename(file, '.yaml'));
  if (known.includes(name)) return path.join(baselineFolder(), `${name}.yaml`);
  const bundled =
    known.length === 0 ? 'this package contains no baselines' : `or one of ${known.toSorted().join(', ')}`;
  throw new UsageError(`${option} ${name}: expected a file (./${name}.yaml), ${bundled}`);
};

/** The reason why an entry can never match a check or is marked wrongly; undefined for a valid entry. */
export const flawOf = (
  { requirement, lane, scenario: name, vulnerability }: BaselineEntry,
  catalogue: Catalogue,
  scenarios: readonly Scenario[],
): string | undefined => {
  const known = catalogue.get(requirement);
  if (known === undefined) return `there is no requirement ${requirement}`;
  if (vulnerability === true && known.vulnerability !== true)
    return `the entry is marked as a vulnerability, but requirement ${requirement} is not: remove the mark from the entry or add it to the requirement`;
  if (vulnerability !== true && known.vulnerability === true)
    return `requirement ${requirement} is marked as a vulnerability, but the entry is not: add vulnerability: true, and a reason that describes the consequence, not the attack`;
  const scenario = scenarios.find((one) => one.name === name);
  if (scenario === undefined) return `there is no scenario ${name}`;
  const decided = [...checksIn(scenario, lane, catalogue), ...parityChecksIn(scenario, lane, catalogue)];
  return decided.includes(requirement) ? undefined : `scenario ${name} does not decide ${requirement} in ${lane}`;
};

const keyOf = ({ requirement, lane, scenario }: BaselineEntry): string => `${requirement} in ${lane}, ${scenario}`;

/** The conflict of an entry with an earlier one of the same check. */
const repetition = (before: readonly BaselineEntry[], entry: BaselineEntry): string | undefined => {
  const others = before.filter((other) => keyOf(other) === keyOf(entry));
  const twice = Object.entries(entry.aspects).flatMap(([name, values]) =>
    values.some((value) => others.some(({ aspects }) => aspects[name]?.includes(value) === true)) ? [name] : [],
  );
  return twice.length === 0 ? undefined : `another entry of the check lists "${twice.join('", "')}" as well`;
};

/** Throws a UsageError that names every entry that can never match a check, is marked wrongly, or is a duplicate. */
export const checkEntries = (
  file: string,
  entries: readonly BaselineEntry[],
  catalogue: Catalogue,
  scenarios: readonly Scenario[],
): void => {
  const flaws = entries.flatMap((entry, index) => {
    const found = repetition(entries.slice(0, index), entry) ?? flawOf(entry, catalogue, scenarios);
    return found === undefined ? [] : [`entry ${index + 1} (${keyOf(entry)}): ${found}`];
  });
  if (flaws.length > 0)
    throw new UsageError(`--baseline: ${file} has invalid entries; correct or remove them:\n  ${flaws.join('\n  ')}`);
};

/** The known failures that `--baseline` names. Throws a UsageError when they cannot be read or are invalid. */
export const baselineOf = async (
  name: string,
  catalogue: Catalogue,
  scenarios: readonly Scenario[],
): Promise<Baseline> => {
  const file = await baselineFile(name, '--baseline');
  const baseline = await readBaseline(file);
  checkEntries(file, baseline.entries, catalogue, scenarios);
  return baseline;
};

/** The description of a baseline in the report, without its entries. */
export const describedBaseline = (name: string, baseline: Baseline): NonNullable<Report['options']['baseline']> => {
  const { target, release, commit, database, manifests } = baseline;
  return {
    name,
    target,
    release,
    commit,
    database,
    ...(manifests !== undefined && { manifests }),
    ...openQuestions(baseline),
  };
};

/**
 * Throws a UsageError if the baseline was made with another release or database product than this run tests, unless the
 * operator wants that.
 */
export const requireFitting = (
  baseline: Baseline,
  tested: TestedRelease,
  { baseline: name = '', baselineOfAnother = false }: Pick<RunOptions, 'baseline' | 'baselineOfAnother'>,
): void => {
  const other = otherTarget(baseline, tested);
  if (other !== undefined && !baselineOfAnother)
    throw new UsageError(
      `--baseline ${name}: ${other}; make one of this target (\`${calledAs()} baseline RUN --from ${name}\`), or judge by it all the same with --baseline-of-another`,
    );
};
