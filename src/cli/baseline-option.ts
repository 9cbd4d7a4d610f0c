import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { checksIn, parityChecksIn, type Catalogue } from '../runner/declared-checks.ts';
import { readBaseline, type BaselineEntry } from '../scenarios/baseline.ts';
import type { Scenario } from '../scenarios/scenario.ts';
import { packagePath } from './package-path.ts';
import { UsageError } from './usage-error.ts';

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

/** Why an entry can never match a check; undefined when it can. */
const flaw = (
  { requirement, lane, scenario: name }: BaselineEntry,
  catalogue: Catalogue,
  scenarios: readonly Scenario[],
): string | undefined => {
  if (!catalogue.has(requirement)) return `there is no requirement ${requirement}`;
  const scenario = scenarios.find((one) => one.name === name);
  if (scenario === undefined) return `there is no scenario ${name}`;
  const decided = [...checksIn(scenario, lane, catalogue), ...parityChecksIn(scenario, lane, catalogue)];
  return decided.includes(requirement) ? undefined : `scenario ${name} does not decide ${requirement} in ${lane}`;
};

const keyOf = ({ requirement, lane, scenario }: BaselineEntry): string => `${requirement} in ${lane}, ${scenario}`;

/** Throws a UsageError that names every entry which can never match a check, or stands there twice. */
export const checkEntries = (
  file: string,
  entries: readonly BaselineEntry[],
  catalogue: Catalogue,
  scenarios: readonly Scenario[],
): void => {
  const keys = entries.map(keyOf);
  const flaws = entries.flatMap((entry, index) => {
    const found = keys.indexOf(keyOf(entry)) < index ? 'it is there twice' : flaw(entry, catalogue, scenarios);
    return found === undefined ? [] : [`entry ${index + 1} (${keyOf(entry)}): ${found}`];
  });
  if (flaws.length > 0)
    throw new UsageError(
      `--baseline: ${file} has entries that can never match; correct or remove them:\n  ${flaws.join('\n  ')}`,
    );
};

/** The known failures that `--baseline` names. Throws a UsageError when they cannot be read or cannot match. */
export const baselineOf = async (
  name: string,
  catalogue: Catalogue,
  scenarios: readonly Scenario[],
): Promise<readonly BaselineEntry[]> => {
  const file = await fileOf(name);
  const { entries } = await readBaseline(file);
  checkEntries(file, entries, catalogue, scenarios);
  return entries;
};
