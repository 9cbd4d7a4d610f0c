import { z } from 'zod';
import { laneNames, storageOf, type LaneName } from './lane-name.ts';
import { features } from './feature.ts';
import { levels, profiles } from './requirement.ts';

const release = z.string().regex(/^\d+\.\d+\.\d+$/, 'expected a release such as 2.17.0');

/** A requirement as `suites/conformance/<area>/requirements.yaml` has it. */
export const requirementSchema = z.strictObject({
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

/** The lanes of these storage modes. */
export const lanesOfModes = (modes: z.infer<typeof requirementSchema>['modes']): readonly LaneName[] =>
  laneNames.filter((lane) => modes.includes(storageOf[lane] === 'database' ? 'D' : 'K'));
