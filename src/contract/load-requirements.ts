import { readdir, readFile } from 'node:fs/promises';
import { parse } from 'yaml';
import { z } from 'zod';
import { packagePath } from '../package-path.ts';
import { profiles, type Requirement } from './requirement.ts';
import { lanesOfModes, requirementSchema } from './requirement-schema.ts';

/** The exclusion of a requirement that no version of the suites decides yet. */
const notDecidedYet = 'not decided yet';

const areaSchema = z.strictObject({
  area: z.string(),
  title: z.string(),
  profile: z.enum(profiles),
  requirements: z.array(requirementSchema),
});

interface Requirements {
  readonly catalogue: ReadonlyMap<string, Requirement>;
  /** By code. */
  readonly titles: ReadonlyMap<string, string>;
}

const read = async (): Promise<Requirements> => {
  const entries = await readdir(packagePath('suites/conformance'), { withFileTypes: true });
  const folders = entries
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .toSorted();
  const catalogue = new Map<string, Requirement>();
  const titles = new Map<string, string>();
  for (const folder of folders) {
    const file = `suites/conformance/${folder}/requirements.yaml`;
    const parsed = areaSchema.safeParse(parse(await readFile(packagePath(file), 'utf8')));
    if (!parsed.success) throw new Error(`${file}: ${z.prettifyError(parsed.error)}`);
    const { area, title, profile, requirements } = parsed.data;
    titles.set(area, title);
    for (const {
      modes,
      without = {},
      databaseDependent = false,
      vulnerability = false,
      excluded: reason,
      undecided = false,
      feature,
      since,
      until,
      ...rest
    } of requirements) {
      if (undecided && reason !== undefined)
        throw new Error(`${file}: ${rest.id} is either excluded for a reason or undecided, not both`);
      const excluded = undecided ? notDecidedYet : reason;
      if (!rest.id.startsWith(`${area}-`)) throw new Error(`${file}: ${rest.id} does not belong to area ${area}`);
      if (catalogue.has(rest.id)) throw new Error(`${file}: ${rest.id} is defined twice`);
      catalogue.set(rest.id, {
        ...rest,
        area,
        profile: rest.profile ?? profile,
        lanes: lanesOfModes(modes).filter((lane) => excluded === undefined && !(lane in without)),
        laneExclusions: without,
        databaseDependent,
        vulnerability,
        ...(feature !== undefined && { feature }),
        ...(excluded !== undefined && { excluded }),
        ...(undecided && { undecided }),
        ...(since !== undefined && { since }),
        ...(until !== undefined && { until }),
      });
    }
  }
  return { catalogue, titles };
};

let requirements: Promise<Requirements> | undefined;
/** Read once, since a worker needs them for every suite. */
const loaded = (): Promise<Requirements> => (requirements ??= read());

/**
 * The catalogue from `suites/conformance/<area>/requirements.yaml`, in the order of the area folders. Throws on an invalid
 * file.
 */
export const loadRequirements = async (): Promise<ReadonlyMap<string, Requirement>> => (await loaded()).catalogue;

/** The titles of the areas in these files, by code: `CRUD` is `Pipelines`. */
export const loadAreaTitles = async (): Promise<ReadonlyMap<string, string>> => (await loaded()).titles;
