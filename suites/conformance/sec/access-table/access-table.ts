import type { Grant } from '../../../../src/access/people.ts';
import type { StorageMode } from '../../../../src/contract/lane-name.ts';
import type { Surface } from '../../../../src/lanes/lane.ts';
import type { ScenarioContext } from '../../../../src/scenarios/context.ts';
import { verdictOf, type AccessCall, type Right } from './access-call.ts';
import { givenAccessObjects, type AccessObjects } from './access-objects.ts';
import { inTurns } from './in-turns.ts';
import { kubernetesCalls } from './kubernetes-calls.ts';
import { rbacAllows, type HeldRole } from './rbac-allows.ts';
import { restCalls } from './rest-calls.ts';
import type { Asker, ObjectSet, RoleShape, ShapedRole } from './role-shape.ts';

/** One call by a caller whose role has a given shape. */
export interface AccessCell {
  readonly shape: string;
  readonly set: ObjectSet;
  readonly call: AccessCall;
  readonly asker: Asker;
  readonly expected: 'allowed' | 'refused';
  /** `allowed`, `refused`, or the status when it is neither. */
  readonly observed: string;
  /** The name of an object that the call creates. */
  readonly mark: string;
}

type Question = Pick<AccessCell, 'shape' | 'set' | 'call' | 'asker' | 'expected' | 'mark'>;

const heldBy = ({ person }: Asker, roles: readonly ShapedRole[]): readonly HeldRole[] =>
  roles
    .filter(({ group }) => group === undefined || person.groups.includes(group))
    .map(({ rules, scope }) => ({ rules, ...(scope !== 'cluster' && { namespace: scope.namespace }) }));

const objectCalls: Readonly<Record<StorageMode, readonly AccessCall[]>> = {
  database: [],
  kubernetes: kubernetesCalls,
};

/**
 * Whether the table includes REST writes, by the write surface of the lane. Lanes that write through the Kubernetes API
 * only read through REST; the other lanes decide who may write through REST.
 */
const writesRest: Readonly<Record<Surface['name'], boolean>> = { rest: true, kubernetes: false };

const callsIn = ({ lane, target, features }: ScenarioContext): readonly AccessCall[] => [
  ...restCalls
    .filter(({ effect }) => writesRest[lane.write.name] || effect === undefined)
    .filter(({ byUrl }) => byUrl === undefined || features['loopback-package-url']),
  ...objectCalls[target.storage],
];

const grantRoles = async (
  { people }: ScenarioContext,
  { person }: Asker,
  roles: readonly ShapedRole[],
): Promise<Grant[]> =>
  Promise.all(
    roles.map(({ rules, scope, group }) => people.grant(group === undefined ? person : { group }, rules, scope)),
  );

/**
 * Checks a sample of the rights against the authorizer of the API server, so that a mistake in the table is not
 * reported as a finding.
 */
const crossCheck = async (
  context: ScenarioContext,
  { person }: Asker,
  held: readonly HeldRole[],
  rights: readonly Right[],
) => {
  const { people, namespace } = context;
  const distinct = [...new Map(rights.map((right) => [JSON.stringify(right), right])).values()];
  const sample = distinct.filter((_right, index) => index % 3 === 0);
  await Promise.all(
    sample.map(async (right) => {
      const { user, groups } = person;
      const allowed = await people.access.mayDo({ user, groups, namespace, ...right });
      if (allowed !== rbacAllows(held, namespace, right))
        throw new Error(`the API server ${allowed ? 'allows' : 'denies'} ${JSON.stringify(right)}, the table does not`);
    }),
  );
};

const questionsOf = async (
  context: ScenarioContext,
  shape: RoleShape,
  // The key is short, because version names contain the names of their pipelines.
  key: string,
  shared: AccessObjects,
): Promise<Question[]> => {
  const { names, namespace, target } = context;
  const objects = shape.ownObjects ? await givenAccessObjects(context, key) : shared;
  const [asker, sets = [{ label: '', objects }]] = await Promise.all([
    shape.asker(context, key),
    shape.sets?.(context, objects, key),
  ]);
  const calls = sets.flatMap((set, at) =>
    callsIn(context)
      .filter((call) => set.calls?.(call) ?? true)
      .map((call, index) => ({ set, call, mark: names.of(`${key}-${at}-${index}`) })),
  );
  const creations = calls.filter(({ call: { effect } }) => effect !== undefined && 'makes' in effect);
  const roles = await shape.roles(
    context,
    objects,
    creations.map(({ mark }) => mark),
  );
  await grantRoles(context, asker, roles);
  const held = heldBy(asker, roles);
  const questions = calls.map(({ set, call, mark }) => {
    const rights = call.needs[target.storage](set.objects);
    const expected = rights.every((right) => rbacAllows(held, namespace, right)) ? 'allowed' : 'refused';
    return { shape: shape.label, set, call, asker, expected, mark } as const;
  });
  const rights = questions.flatMap(({ call, set }) => call.needs[target.storage](set.objects));
  await crossCheck(context, asker, held, rights);
  return questions;
};

/**
 * Sends every call to the target, as a separate caller for each shape of role. The expected answers are computed from
 * RBAC and the rights that each call needs.
 */
export const accessTable = async (
  context: ScenarioContext,
  shapes: readonly RoleShape[],
): Promise<readonly AccessCell[]> => {
  const { lane, packages, people } = context;
  const shared = await givenAccessObjects(context, 'shared');
  const questions = (
    await Promise.all(shapes.map((shape, at) => questionsOf(context, shape, `r${at}`, shared)))
  ).flat();
  const ask = async (question: Question): Promise<AccessCell> => {
    const { call, asker, set, mark } = question;
    const { kfp } = asker;
    const { kubernetes } = asker.person;
    const dryRun = writesRest[lane.write.name];
    const material = { objects: set.objects, mark, packages, dryRun, kfp, kubernetes, admin: people.admin };
    const { status } = await call.send(material);
    return { ...question, observed: verdictOf(status, call) };
  };
  return inTurns(questions, ask);
};
