import type { DeclaredDifference } from '../../../../src/contract/declaration.ts';
import { accessOf, laneNames, storageOf, type AccessMode, type LaneName } from '../../../../src/contract/lane-name.ts';
import type { Rule } from '../../../../src/cluster/rule.ts';
import type { Surface } from '../../../../src/lanes/lane.ts';
import type { AccessObjects } from './access-objects.ts';
import { isComparable } from './comparable-calls.ts';
import { kubernetesCalls } from './kubernetes-calls.ts';
import { accessLabel } from './observe-access.ts';
import { rbacAllows } from './rbac-allows.ts';
import { restCalls } from './rest-calls.ts';

const reason =
  'in Kubernetes mode versions are a resource of their own, with rights of its own (KEP-11551, "Proposal")';

/** A documented difference about versions with these answers, by action, in each lane. */
export const versionsDiffer = (
  values: Readonly<Record<LaneName, Readonly<Record<string, string>>>>,
): DeclaredDifference => ({
  reason,
  values,
});

const writeSurface: Readonly<Record<AccessMode, Surface['name']>> = { rest: 'rest', crd: 'kubernetes' };

const pipeline = { id: 'p', name: 'p' };
const version = { id: 'v', pipelineId: 'p', name: 'v', objectName: 'v' };
/** Rules without names allow a call on every object, so one set of objects stands for all. */
const anyObjects: AccessObjects = {
  namespace: 'n',
  pipeline,
  version,
  doomedPipeline: pipeline,
  doomedVersion: version,
};

/** The right answers of a lane to the comparable calls about versions, by action, for a caller with these rules. */
const answersIn = (lane: LaneName, rules: readonly Rule[]): Readonly<Record<string, string>> =>
  Object.fromEntries(
    [...restCalls, ...kubernetesCalls]
      .filter((call) => call.about === 'versions' && isComparable(call, writeSurface[accessOf[lane]]))
      .map(({ action = '', needs }) => {
        const rights = needs[storageOf[lane]](anyObjects);
        const isAllowed = rights.every((right) => rbacAllows([{ rules }], anyObjects.namespace, right));
        return [action, isAllowed ? 'allowed' : 'refused'];
      }),
  );

/** The documented differences between the lanes for callers with these rules on all objects of the namespace, by label. */
export const versionDifferences = (
  shapes: readonly { readonly label: string; readonly rules: readonly Rule[] }[],
): Readonly<Record<string, DeclaredDifference>> =>
  Object.fromEntries(
    shapes.flatMap(({ label, rules }) => {
      const values = Object.fromEntries(laneNames.map((lane) => [lane, answersIn(lane, rules)])) as Record<
        LaneName,
        Readonly<Record<string, string>>
      >;
      const [first = {}, ...others] = Object.values(values);
      const differ = others.some((one) => Object.keys(one).some((action) => one[action] !== first[action]));
      return differ ? [[accessLabel(label, 'versions'), versionsDiffer(values)]] : [];
    }),
  );
