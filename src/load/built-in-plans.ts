import { operationNames, type OperationName } from '../contract/load-operation.ts';
import { planSchema, type Plan } from './plan.ts';

const all = [...operationNames];

/** Those that decide a requirement and need a long preparation, or that load the servers beside what they measure. */
const ofRequirements: readonly OperationName[] = [
  'reads-beside-unknown',
  'list-versions',
  'walk-beside-writers',
  'delete-cascade-many',
];
const common = operationNames.filter((operation) => !ofRequirements.includes(operation));

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
    operations: common,
    loop: { kind: 'open', capacitySeconds: 3, seconds: 8 },
  }),
  requirements: planSchema.parse({
    name: 'requirements',
    objects: [1_000, 10_000],
    // A server with 5,000 versions is started, and the two stores differ in their versions.
    versionShare: 0.5,
    operations: ['get-known', 'create-with-version', 'restart', ...ofRequirements],
    // So long that create-with-version has 1,000 iterations where the capacity carries its rate.
    loop: { kind: 'open', capacitySeconds: 3, seconds: 30, perSecond: { 'create-with-version': 40 } },
  }),
  '100k': planSchema.parse({
    name: '100k',
    objects: [100_000],
    operations: common,
    loop: { kind: 'open', capacitySeconds: 5, seconds: 30 },
  }),
} as const satisfies Readonly<Record<string, Plan>>;

export type BuiltInPlan = keyof typeof builtInPlans;
