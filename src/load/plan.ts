import { createHash } from 'node:crypto';
import { z } from 'zod';
import { operationNames } from '../contract/load-operation.ts';
import { durabilities } from '../environments/local/local-settings.ts';

/** An upper bound that no plan needs. Below it the prediction refuses what the machine cannot hold. */
const mostObjects = 10_000_000;
const longestSeconds = 3_600;

const perOperation = z.partialRecord(z.enum(operationNames), z.number().positive().max(20_000));

/** The schema of a plan: a file of `load --plan FILE`, in YAML or JSON. */
export const planSchema = z
  .strictObject({
    name: z.string().regex(/^[a-z0-9][a-z0-9-]{0,40}$/, 'expected lower-case letters, digits and hyphens'),
    objects: z
      .array(z.int().min(10).max(mostObjects))
      .min(1)
      .describe('the pipelines in the store at which every operation is measured, ascending'),
    versionShare: z.number().min(0).max(1).default(0.2).describe('versions a pipeline: 0.2 is one for every fifth'),
    sizes: z
      .union([z.literal('measured'), z.int().min(1_000).max(1_400_000)])
      .default('measured')
      .describe('bytes of a definition: drawn from those of real compiled pipelines, or the same for all'),
    namespaces: z.int().min(1).max(1_000).default(1),
    tenancy: z.enum(['single-user', 'multi-user']).default('single-user'),
    webhooks: z
      .boolean()
      .default(true)
      .describe('whether writes to the Kubernetes API pass the webhooks of the target'),
    watchers: z
      .int()
      .min(0)
      .max(10)
      .default(0)
      .describe('watches of all pipelines that are open beside each operation'),
    durability: z.enum(durabilities).default('full').describe('whether etcd and the database wait for the disk'),
    operations: z
      .array(z.enum(operationNames))
      .min(1)
      .refine((names) => new Set(names).size === names.length, 'expected each operation once'),
    loop: z.discriminatedUnion('kind', [
      z.strictObject({
        kind: z.literal('closed').describe('a number of iterations by virtual users; latency is not judged'),
        iterations: z.int().min(1).max(100_000),
      }),
      z.strictObject({
        kind: z.literal('open').describe('an offered rate, below the capacity that is measured before'),
        capacitySeconds: z.int().min(1).max(600),
        seconds: z.int().min(1).max(longestSeconds),
        mostSeconds: z
          .int()
          .min(1)
          .max(longestSeconds)
          .default(60)
          .describe('how long a measurement may go on where a slow target needs more than `seconds` for its quantile'),
        perSecond: perOperation.default({}).describe('offered rates; default: those of the operation'),
      }),
    ]),
    virtualUsers: z.int().min(1).max(1_000).default(20),
    snapshots: z.boolean().default(true).describe('whether every write begins from the same restored store'),
  })
  .refine(({ objects }) => objects.every((count, index) => index === 0 || count > (objects[index - 1] ?? 0)), {
    path: ['objects'],
    message: 'expected ascending counts',
  })
  .refine(({ namespaces, tenancy }) => namespaces === 1 || tenancy === 'multi-user', {
    path: ['namespaces'],
    message: 'a single-user target has one namespace: set tenancy to multi-user',
  });

/** What a load run does: which stores, which operations, at which rates. */
export type Plan = z.infer<typeof planSchema>;

/** sha256:… of everything in the plan and the seed: runs with one digest did the same work. */
export const planDigest = (plan: Plan, seed: number): string =>
  `sha256:${createHash('sha256')
    .update(JSON.stringify([planSchema.parse(plan), seed]))
    .digest('hex')}`;
