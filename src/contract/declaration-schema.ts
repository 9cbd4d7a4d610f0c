import { z } from 'zod';
import type { ScenarioDeclaration } from './declaration.ts';
import { capabilities } from './capability.ts';
import { features } from './feature.ts';
import { laneNames } from './lane-name.ts';
import { profiles } from './requirement.ts';
import { variantNames } from './variant.ts';

const lanes = z.array(z.enum(laneNames));

/** The schema of a scenario's declaration in JSON. An unknown key is an error. */
export const declarationSchema: z.ZodType<ScenarioDeclaration> = z.strictObject({
  name: z.string(),
  lanes: lanes.exactOptional(),
  variant: z.enum(variantNames).exactOptional(),
  capabilities: z.array(z.enum(capabilities)).exactOptional(),
  features: z.array(z.enum(features)).exactOptional(),
  namespaces: z.int().positive().exactOptional(),
  profile: z.enum(profiles).exactOptional(),
  multiUserVariantOf: z.string().exactOptional(),
  checks: z.array(z.union([z.string(), z.record(z.string(), lanes)])),
  observes: z.array(z.union([z.string(), z.record(z.string(), lanes)])).exactOptional(),
  parity: z.record(z.string(), z.array(z.string())).exactOptional(),
  differences: z
    .record(z.string(), z.strictObject({ reason: z.string(), values: z.partialRecord(z.enum(laneNames), z.unknown()) }))
    .exactOptional(),
  exclusiveListing: z.boolean().exactOptional(),
  disruptive: z.boolean().exactOptional(),
  survival: z.record(z.string(), z.string()).exactOptional(),
  writes: z.int().positive().exactOptional(),
  writesPerRound: z.int().nonnegative().exactOptional(),
});
