import { readdir } from 'node:fs/promises';
import path from 'node:path';
import type { Report } from '../judgement/schema.ts';
import { checksIn, parityChecksIn, type Catalogue } from '../judgement/declared-checks.ts';
import { readBaseline, type Baseline, type BaselineEntry } from '../judgement/baseline.ts';
import type { Scenario } from '../scenarios/scenario.ts';
import { packagePath } from '../package-path.ts';
import { UsageError } from '../failures/usage-error.ts';

const folder = (): string => packagePath('reports/expected-failures');

/** A baseline is a file, or the name of one in reports/expected-failures. */
const fileOf = async (name: string): Promise<string> => {
  if (name.includes('/') || /\.ya?ml$/.test(name)) return path.resolve(name);
  const known = (await readdir(folder()))
    .filter((file) => file.endsWith('.yaml'))
    .map((file) => path.basename(file, '.yaml'));
  if (known.includes(name)) return path.join(folder(), `${name}.yaml`);
  const brought = known.length === 0 ? 'this package brings none' : `or one of ${known.toSorted().join(', ')}`;
  throw new UsageError(`--baseline ${name}: expected a file (./${name}.yaml), ${brought}`);
};

/** Why an entry can never match a check, or lacks the mark of a vulnerability; undefined when it is in order. */
const flaw = (
  { requirement, lane, scenario: name, vulnerability }: BaselineEntry,
  catalogue: Catalogue,
  scenarios: readonly Scenario[],
): string | undefined => {
  const known = catalogue.get(requirement);
  if (known === undefined) return `there is no requirement ${requirement}`;
  if (vulnerability === true && known.vulnerability !== true)
    return `it is marked as a vulnerability, and requirement ${requirement} is not: remove the mark here or add it there`;
  if (vulnerability !== true && known.vulnerability === true)
    return `requirement ${requirement} is marked as a vulnerability, and it is not: add vulnerability: true, and a reason that says what follows and not how`;
  const scenario = scenarios.find((one) => one.name === name);
  if (scenario === undefined) return `there is no scenario ${name}`;
  const decided = [...checksIn(scenario, lane, catalogue), ...parityChecksIn(scenario, lane, catalogue)];
  return decided.includes(requirement) ? undefined : `scenario ${name} does not decide ${requirement} in ${lane}`;
};

const keyOf = ({ requirement, lane, scenario }: BaselineEntry): string => `${requirement} in ${lane}, ${scenario}`;

/** What an entry says again of a check that one before it is about; a check that fails by chance may fail in several ways. */
const repetition = (before: readonly BaselineEntry[], entry: BaselineEntry): string | undefined => {
  const same = before.filter((other) => keyOf(other) === keyOf(entry));
  if (same.some(({ fingerprint }) => fingerprint === entry.fingerprint)) return 'it is there twice';
  return [...same, entry].some(({ intermittent }) => intermittent === undefined) && same.length > 0
    ? 'the check has another entry: only an intermittent failure has several fingerprints'
    : undefined;
};

/** Throws a UsageError that names every entry which can never match a check, is marked wrongly, or stands there twice. */
export const checkEntries = (
  file: string,
  entries: readonly BaselineEntry[],
  catalogue: Catalogue,
  scenarios: readonly Scenario[],
): void => {
  const flaws = entries.flatMap((entry, index) => {
    const found = repetition(entries.slice(0, index), entry) ?? flaw(entry, catalogue, scenarios);
    return found === undefined ? [] : [`entry ${index + 1} (${keyOf(entry)}): ${found}`];
  });
  if (flaws.length > 0)
    throw new UsageError(
      `--baseline: ${file} has entries that are not in order; correct or remove them:\n  ${flaws.join('\n  ')}`,
    );
};

/** The known failures that `--baseline` names. Throws a UsageError when they cannot be read or are not in order. */
export const baselineOf = async (
  name: string,
  catalogue: Catalogue,
  scenarios: readonly Scenario[],
): Promise<Baseline> => {
  const file = await fileOf(name);
  const baseline = await readBaseline(file);
  checkEntries(file, baseline.entries, catalogue, scenarios);
  return baseline;
};

/** What a report says of a baseline: without its entries. */
export const describedBaseline = (
  name: string,
  { target, release, commit, database }: Baseline,
): NonNullable<Report['options']['baseline']> => ({ name, target, release, commit, database });
