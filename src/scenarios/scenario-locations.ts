import { readFile } from 'node:fs/promises';
import type { SourceLocation } from '../contract/source-location.ts';
import { packagePath } from '../package-path.ts';
import type { LoadedSuite } from './load-suites.ts';

/**
 * Where each scenario stands, by its name; a multi-user variant stands where its scenario does. Throws where a file does
 * not spell out `name: '…'`.
 */
export const scenarioLocations = async (
  suites: readonly LoadedSuite[],
): Promise<ReadonlyMap<string, SourceLocation>> => {
  const locations = new Map<string, SourceLocation>();
  for (const { file, scenarios } of suites) {
    const lines = (await readFile(packagePath(file), 'utf8')).split('\n');
    for (const { name, multiUserVariantOf = name } of scenarios) {
      const spelt = `name: '${multiUserVariantOf}'`;
      const line = 1 + lines.findIndex((text) => text.includes(spelt));
      if (line === 0)
        throw new Error(
          `${file}: expected the text \`${spelt}\` of the scenario ${name}, found none: spell its name out`,
        );
      locations.set(name, { file, line });
    }
  }
  return locations;
};
