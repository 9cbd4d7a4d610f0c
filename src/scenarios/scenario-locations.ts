import { readFile } from 'node:fs/promises';
import type { SourceLocation } from '../contract/source-location.ts';
import { packagePath } from '../package-path.ts';
import type { LoadedSuite } from './load-suites.ts';

/**
 * The source location of each scenario, by name; a multi-user variant has the location of its scenario. Throws if a
 * file does not contain `name: '…'` literally.
 */
export const scenarioLocations = async (
  suites: readonly LoadedSuite[],
): Promise<ReadonlyMap<string, SourceLocation>> => {
  const locations = new Map<string, SourceLocation>();
  for (const { file, scenarios } of suites) {
    const lines = (await readFile(packagePath(file), 'utf8')).split('\n');
    for (const { name, multiUserVariantOf = name } of scenarios) {
      const literal = `name: '${multiUserVariantOf}'`;
      const line = 1 + lines.findIndex((text) => text.includes(literal));
      if (line === 0)
        throw new Error(
          `${file}: expected the text \`${literal}\` of the scenario ${name}, found none: write its name as a literal`,
        );
      locations.set(name, { file, line });
    }
  }
  return locations;
};
