import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';
import { z } from 'zod';
import { packagePath } from '../package-path.ts';
import type { Requirement } from './requirement.ts';
import { lanesOfModes, requirementSchema } from './requirement-schema.ts';

/** A requirement that a load run decides. It belongs to no profile. */
export interface LoadRunRequirement extends Pick<
  Requirement,
  'id' | 'area' | 'level' | 'text' | 'source' | 'lanes' | 'laneExclusions'
> {
  /** `SCL` is `Scale`. */
  readonly areaTitle: string;
}

/** The file, relative to the root of the package. */
export const loadRunRequirementsFile = 'suites/load/requirements.yaml';

const fileSchema = z.array(
  z.strictObject({
    area: z.string(),
    title: z.string(),
    requirements: z.array(
      requirementSchema.pick({ id: true, level: true, modes: true, text: true, source: true, without: true }),
    ),
  }),
);

/** The requirements of the text of such a file. Throws if it is invalid. */
export const parseLoadRunRequirements = (text: string): readonly LoadRunRequirement[] => {
  const parsed = fileSchema.safeParse(parse(text));
  if (!parsed.success) throw new Error(`${loadRunRequirementsFile}: ${z.prettifyError(parsed.error)}`);
  const found = parsed.data.flatMap(({ area, title, requirements }) =>
    requirements.map(({ modes, without = {}, ...rest }) => ({
      ...rest,
      area,
      areaTitle: title,
      lanes: lanesOfModes(modes).filter((lane) => !(lane in without)),
      laneExclusions: without,
    })),
  );
  for (const { id, area } of found) {
    if (!id.startsWith(`${area}-`))
      throw new Error(`${loadRunRequirementsFile}: ${id} does not belong to area ${area}`);
    if (found.filter((other) => other.id === id).length > 1)
      throw new Error(`${loadRunRequirementsFile}: ${id} is defined twice`);
  }
  return found;
};

/** The requirements that load runs decide, in the order of their file. Throws if the file is invalid. */
export const loadRunRequirements = async (): Promise<readonly LoadRunRequirement[]> =>
  parseLoadRunRequirements(await readFile(packagePath(loadRunRequirementsFile), 'utf8'));
