import { operationNames } from '../contract/load-operation.ts';
import { planSchema, type Plan } from './plan.ts';

const all = [...operationNames];

/** The plans that are named on the command line. */
export const builtInPlans = {
  smoke: planSchema.parse({
    name: 'smoke',
    objects: [200],
    versionShare: 0.5,
    operations: all,
    loop: { kind: 'closed', iterations: 8 },
    virtualUsers: 4,
    snapshots: false,
  }),
  quick: planSchema.parse({
    name: 'quick',
    objects: [1_000, 3_000, 10_000],
    operations: all,
    loop: { kind: 'open', capacitySeconds: 3, seconds: 8 },
  }),
  '100k': planSchema.parse({
    name: '100k',
    objects: [100_000],
    operations: all,
    loop: { kind: 'open', capacitySeconds: 5, seconds: 30 },
  }),
} as const satisfies Readonly<Record<string, Plan>>;

export type BuiltInPlan = keyof typeof builtInPlans;
