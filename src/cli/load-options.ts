import path from 'node:path';
import { laneNames, type LaneName } from '../contract/lane-name.ts';
import { operationNames, type OperationName } from '../contract/load-operation.ts';
import { durabilities } from '../environments/local/local-settings.ts';
import { UsageError } from '../failures/usage-error.ts';
import { operationsIn, withoutIn } from '../load/lane-operations.ts';
import type { LoadEnvironment } from '../load/load-environment.ts';
import type { LoadRecord } from '../load/load-record.ts';
import { planElsewhere } from '../load/plan-elsewhere.ts';
import type { NamedTarget } from '../load/named-target.ts';
import type { Plan } from '../load/plan.ts';
import { readPlan } from '../load/read-plan.ts';
import { resolveTarget } from '../targets/resolve-target.ts';
import { environmentNameOf, installationFlags, installationOf, type InstallationFlags } from './environment-option.ts';
import { requireKnownValues } from './require-known-values.ts';
import { seedOf } from './run-options.ts';

/** The options of `load`, as commander hands them over. */
export interface LoadCommandOptions extends InstallationFlags {
  readonly plan: string;
  readonly target: string[];
  readonly manifests?: string;
  readonly lane: string[];
  readonly operation: string[];
  readonly objects: string[];
  readonly durability?: string;
  readonly webhooks: boolean;
  readonly seed?: string;
  readonly dryRun?: boolean;
  readonly environment: string;
  readonly nodeImage?: string;
  readonly allowRemote: string[];
  readonly output: string;
}

/** Options that are valid in one environment only. */
const ownFlags = {
  local: [],
  kind: ['nodeImage'],
  existing: [...installationFlags, 'allowRemote'],
} as const;

/** Everything that the options determine before anything is started. */
export interface LoadPlan {
  readonly plan: Plan;
  readonly seed: number;
  readonly lanes: readonly LaneName[];
  readonly environment: LoadEnvironment;
  /** Those that are started; none in an installation. */
  readonly targets: readonly NamedTarget[];
  /** Operations of the plan that lanes do not have, each with the reason. */
  readonly without: LoadRecord['notMeasured'];
}

const countOf = (value: string): number => {
  if (!/^\d+$/.test(value)) throw new UsageError(`--objects ${value}: expected a number of pipelines`);
  return Number(value);
};

/** A file by its own name, anything else as it is written. */
const nameOf = (target: string): string =>
  target.startsWith('binary:') ? path.basename(target) : target.replace(/^image:/, '');

const namedTargets = async (
  given: readonly string[],
  manifests: string | undefined,
): Promise<readonly NamedTarget[]> => {
  const targets = await Promise.all(
    (given.length === 0 ? ['reference'] : given).map(async (target) => ({
      name: nameOf(target),
      // The reference always has its own definitions, also beside a target that brings others.
      target: await resolveTarget(target, target === 'reference' ? undefined : manifests),
    })),
  );
  const twice = targets.find(({ name }, index) => targets.findIndex((other) => other.name === name) !== index);
  if (twice !== undefined)
    throw new UsageError(`--target: two targets are called ${twice.name}; give the files different names`);
  return targets;
};

const environmentOf = (options: LoadCommandOptions): LoadEnvironment => {
  const environment = environmentNameOf<keyof LoadCommandOptions>(options, ownFlags);
  if (environment === 'kind') {
    if (options.durability !== undefined)
      throw new UsageError(
        '--durability: a cluster of --environment kind has its own, which its report names; leave it out',
      );
    return { environment, ...(options.nodeImage !== undefined && { nodeImage: options.nodeImage }) };
  }
  if (environment === 'local') return { environment };
  const inVain = [
    ...(options.target.length > 0 ? ['--target'] : []),
    ...(options.manifests === undefined ? [] : ['--manifests']),
    ...(options.durability === undefined ? [] : ['--durability']),
    ...(options.webhooks ? [] : ['--no-webhooks']),
  ];
  if (inVain.length > 0)
    throw new UsageError(
      `${inVain.join(', ')}: --environment existing starts no server and changes no setting of one; leave it out`,
    );
  return { environment, installation: { ...installationOf(options), allowedHosts: options.allowRemote } };
};

/** Throws a UsageError if nothing of the plan can be measured in the lanes. */
const requireOperations = (plan: Plan, lanes: readonly LaneName[], without: LoadRecord['notMeasured']): void => {
  if (lanes.some((lane) => operationsIn(plan, lane).length > 0)) return;
  const reasons = without.map(({ lane, operation, text }) => `no ${operation} in ${lane} (${text})`);
  throw new UsageError(
    `no operation of plan ${plan.name} can be measured in ${lanes.join(', ')}: ${reasons.join('; ')}; choose others with --lane or --operation`,
  );
};

/** Throws a UsageError for unknown names, for a plan that is none, and for lanes that have none of its operations. */
export const planLoad = async (options: LoadCommandOptions): Promise<LoadPlan> => {
  requireKnownValues('--lane', options.lane, laneNames);
  requireKnownValues('--operation', options.operation, operationNames);
  if (options.durability !== undefined) requireKnownValues('--durability', [options.durability], durabilities);
  const environment = environmentOf(options);
  const given = await readPlan(options.plan, {
    ...(options.operation.length > 0 && { operations: options.operation as OperationName[] }),
    ...(options.objects.length > 0 && { objects: options.objects.map(countOf) }),
    ...(options.durability !== undefined && { durability: options.durability as Plan['durability'] }),
    ...(!options.webhooks && { webhooks: false }),
  });
  const lanes = options.lane.length > 0 ? laneNames.filter((lane) => options.lane.includes(lane)) : laneNames;
  const { plan, without: elsewhere } =
    environment.environment === 'local'
      ? { plan: given, without: [] }
      : planElsewhere(given, lanes, environment.environment);
  const without = [...withoutIn(plan, lanes), ...elsewhere];
  requireOperations(plan, lanes, without);
  return {
    plan,
    seed: seedOf(options.seed),
    lanes,
    environment,
    targets: environment.environment === 'existing' ? [] : await namedTargets(options.target, options.manifests),
    without,
  };
};
