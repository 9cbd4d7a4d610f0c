import { readdir, readFile } from 'node:fs/promises';
import { parse } from 'yaml';
import { z } from 'zod';
import { packagePath } from '../package-path.ts';
import { laneNames, storageOf } from './lane-name.ts';
import { features } from './feature.ts';
import { levels, profiles, type Requirement } from './requirement.ts';

const release = z.string().regex(/^\d+\.\d+\.\d+$/, 'expected a release such as 2.17.0');

/** The exclusion of a requirement that no version of the suites decides yet. */
const notDecidedYet = 'not decided yet';

const requirementSchema = z.strictObject({
  id: z.string().regex(/^[A-Z0-9]+-\d\d$/),
  level: z.enum(levels),
  /** The storage modes it applies to: D (database), K (Kubernetes) or both. */
  modes: z.enum(['D', 'K', 'D,K']),
  text: z.string(),
  source: z.string(),
  profile: z.enum(profiles).optional(),
  feature: z.enum(features).optional(),
  databaseDependent: z.boolean().optional(),
  /** A violation of it is a vulnerability of the target. */
  vulnerability: z.literal(true).optional(),
  /** Lanes of these modes that have no check, each with the reason. */
  without: z.partialRecord(z.enum(laneNames), z.string().min(10)).optional(),
  /** The reason why it has no check in any lane. */
  excluded: z.string().min(10).optional(),
  /** No version of the suites decides it yet, so it has no check in any lane. */
  undecided: z.literal(true).optional(),
  /** The first release of KFP for which it holds. */
  since: release.optional(),
  /** The first release of KFP for which it no longer holds. */
  until: release.optional(),
});

const areaSchema = z.strictObject({
  area: z.string(),
  title: z.string(),
  profile: z.enum(profiles),
  requirements: z.array(requirementSchema),
});

const lanesOf = (modes: 'D' | 'K' | 'D,K') =>
  laneNames.filter((lane) => modes.includes(storageOf[lane] === 'database' ? 'D' : 'K'));

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
        lanes: lanesOf(modes).filter((lane) => excluded === undefined && !(lane in without)),
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
