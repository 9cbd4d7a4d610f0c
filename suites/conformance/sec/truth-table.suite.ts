import { soft } from '../../../src/scenarios/assert.ts';
import type { StorageMode } from '../../../src/contract/lane-name.ts';
import type { Scenario } from '../../../src/scenarios/scenario.ts';
import { defineSuite } from '../../../src/scenarios/suite.ts';
import { kubernetesVerbs } from './access-table/access-call.ts';
import { givenAccessObjects, namedVersions } from './access-table/access-objects.ts';
import { accessTable, type AccessCell } from './access-table/access-table.ts';
import { beyondKubernetes } from './access-table/beyond-kubernetes.ts';
import { deviatingCells } from './access-table/deviating-cells.ts';
import { doneThoughRefused } from './access-table/done-though-refused.ts';
import { accessLabel, observeAccess } from './access-table/observe-access.ts';
import { byHeader, byToken, onOneVersion, roleOf, type RoleShape } from './access-table/role-shape.ts';
import { versionDifferences, versionsDiffer } from './access-table/version-differences.ts';
import { createdVersion } from '../../expectations/created-version.ts';
import { smallDefinition } from '../../expectations/small-definition.ts';

const both = ['pipelines', 'pipelineversions'];
const viewing = ['get', 'list', 'watch'];
const editing = [...viewing, 'create', 'update', 'patch', 'delete'];
const byName = ['get', 'update', 'patch', 'delete'];

/**
 * Assigns each cell to the first requirement whose condition it meets. SEC-23 gets the remaining refused cells, SEC-43
 * the remaining allowed ones.
 */
type Judges = readonly (readonly [requirement: string, judges: (cell: AccessCell) => boolean])[];

const onRest = ({ call }: AccessCell): boolean => call.surface === 'rest';
const allowedOnRest = (cell: AccessCell): boolean => onRest(cell) && cell.expected === 'allowed';
const versionRights: Judges = [
  ['SEC-04', (cell) => onRest(cell) && cell.call.about === 'versions' && cell.expected === 'refused'],
  ['SEC-05', (cell) => allowedOnRest(cell) && cell.call.about === 'versions'],
];
const others: Judges = [
  ['SEC-23', ({ expected }) => expected === 'refused'],
  ['SEC-43', () => true],
];

interface Table extends Pick<
  Scenario,
  'name' | 'namespaces' | 'capabilities' | 'checks' | 'observes' | 'differences' | 'writes'
> {
  readonly shapes: readonly RoleShape[];
  readonly judges?: Judges;
}

/** The requirement of the other storage mode, because versions are a separate resource only in Kubernetes mode. */
const ofOtherMode: Readonly<Record<StorageMode, string>> = { database: 'SEC-04', kubernetes: 'SEC-05' };

/** A scenario that sends every call as a caller of each shape and decides the cells by requirement. */
const table = ({ shapes, judges = [], ...scenario }: Table): Scenario => ({
  observes: shapes.flatMap(({ label }) => [accessLabel(label, 'pipelines'), accessLabel(label, 'versions')]),
  ...scenario,
  variant: 'multi-user',
  async run(context) {
    const { check, target } = context;
    const cells = await accessTable(context, shapes);
    observeAccess(context, cells);
    const activeJudges = [...judges, ...others].filter(([id]) => id !== ofOtherMode[target.storage]);
    const judgeOf = (cell: AccessCell) => activeJudges.find(([, judge]) => judge(cell))?.[0];
    for (const [id] of activeJudges)
      await check(id, () => {
        const deviating = deviatingCells(cells.filter((cell) => judgeOf(cell) === id));
        soft.deepEqual(deviating, [], 'calls that are not answered as RBAC says');
      });
    await check('SEC-15', () =>
      soft.deepEqual(beyondKubernetes(cells), [], 'calls that REST allows and the Kubernetes API does not'),
    );
    await check('SEC-24', async () => {
      soft.deepEqual(await doneThoughRefused(context, cells), [], 'calls that were refused and done');
    });
  },
});

const anotherNamespace: RoleShape = {
  ...roleOf('edit in another namespace', []),
  roles: async ({ people }) => [
    { rules: [{ verbs: ['*'], resources: ['*'] }], scope: { namespace: await people.namespace('other') } },
  ],
};

const withoutRights = [
  roleOf('no role', []),
  roleOf('edit of something else', [{ verbs: ['*'], resources: ['experiments', 'runs'] }]),
  anotherNamespace,
];

const byRole = table({
  name: 'access-by-role',
  capabilities: ['cluster-roles'],
  namespaces: 2,
  checks: ['SEC-02', 'SEC-23', 'SEC-43', 'SEC-15', 'SEC-24'],
  writes: 94,
  shapes: [
    ...withoutRights,
    roleOf('view', [{ verbs: viewing, resources: both }]),
    roleOf('edit', [{ verbs: editing, resources: both }]),
    roleOf('everything', [{ verbs: ['*'], resources: ['*'] }]),
    roleOf('view of the cluster', [{ verbs: viewing, resources: both }], 'cluster'),
    roleOf('edit of the cluster', [{ verbs: editing, resources: both }], 'cluster'),
  ],
  judges: [['SEC-02', (cell) => onRest(cell) && withoutRights.some(({ label }) => label === cell.shape)]],
});

/**
 * One verb, or all verbs of an editor, on one kind or both: a call must not succeed with less than the rights it needs,
 * nor need more.
 */
const partsOfRoles = [['pipelines'], ['pipelineversions'], both].flatMap((resources) => [
  { label: `edit of ${resources.join(' and ')}`, rules: [{ verbs: editing, resources }] },
  ...kubernetesVerbs.map((verb) => ({
    label: `${verb} on ${resources.join(' and ')}`,
    rules: [{ verbs: [verb], resources }],
  })),
]);

const byPartOfRole = table({
  name: 'access-by-part-of-a-role',
  checks: ['SEC-04', 'SEC-05', 'SEC-23', 'SEC-43', 'SEC-15', 'SEC-24'],
  differences: versionDifferences(partsOfRoles),
  writes: 309,
  shapes: partsOfRoles.map(({ label, rules }) => roleOf(label, rules)),
  judges: versionRights,
});

const makesSomething = ({ call: { effect } }: AccessCell): boolean => effect !== undefined && 'makes' in effect;

const strayVersions = 'another version of them';
/** The role names the pipeline and not the version, which is all that counts where versions are a resource of their own. */
const toStrays = (verdict: string) => ({
  'read a version': verdict,
  'change a version': verdict,
  'delete a version': verdict,
});

const namedObjects: RoleShape = {
  label: 'edit of named objects',
  ownObjects: true,
  asker: byHeader,
  sets: async (context, objects, key) => {
    const others = await givenAccessObjects(context, `${key}-others`);
    const strays = await context.given('other versions are created', () =>
      Promise.all(
        ['stray', 'stray-doomed'].map((name) =>
          createdVersion(context.lane, objects.pipeline, { name, definition: smallDefinition() }),
        ),
      ),
    );
    const [version, doomedVersion] = await namedVersions(context, strays);
    const stray = { ...objects, ...(version && { version }), ...(doomedVersion && { doomedVersion }) };
    return [
      { label: 'them', objects },
      { label: 'others', objects: others },
      { label: strayVersions, objects: stray, calls: (call) => onOneVersion(call, stray) },
    ];
  },
  roles: ({ namespace }, { pipeline, doomedPipeline, version, doomedVersion }, marks) => {
    const pipelines = [pipeline.name, doomedPipeline.name];
    const versions = [version.objectName, doomedVersion.objectName].filter((name) => name !== '');
    const rules = [
      { verbs: byName, resources: ['pipelines'], resourceNames: pipelines },
      ...(versions.length === 0 ? [] : [{ verbs: byName, resources: ['pipelineversions'], resourceNames: versions }]),
      // A create has no object name to match, so this rule grants nothing.
      { verbs: ['create'], resources: both, resourceNames: marks },
    ];
    return Promise.resolve([{ rules, scope: { namespace } }]);
  },
};

const ofNamedObjects = table({
  name: 'access-to-named-objects',
  checks: [
    'SEC-06',
    'SEC-51',
    'SEC-04',
    'SEC-05',
    'SEC-23',
    { 'SEC-43': ['kubernetes/rest', 'kubernetes/crd'] },
    'SEC-15',
    'SEC-24',
  ],
  observes: [
    accessLabel(namedObjects.label, 'pipelines', 'them'),
    accessLabel(namedObjects.label, 'versions', 'them'),
    accessLabel(namedObjects.label, 'pipelines', 'others'),
    accessLabel(namedObjects.label, 'versions', 'others'),
    accessLabel(namedObjects.label, 'versions', strayVersions),
  ],
  differences: {
    [accessLabel(namedObjects.label, 'versions', strayVersions)]: versionsDiffer({
      'database/rest': toStrays('allowed'),
      'kubernetes/rest': toStrays('refused'),
      'kubernetes/crd': toStrays('refused'),
    }),
  },
  writes: 36,
  shapes: [namedObjects],
  judges: [
    ...versionRights.map(
      ([id, judges]) => [id, (cell: AccessCell) => judges(cell) && cell.set.label === strayVersions] as const,
    ),
    ['SEC-51', makesSomething],
    ['SEC-06', allowedOnRest],
  ],
});

/** Kubernetes puts every service account of the namespace into this group, and a token review returns it. */
const memberOfGroup: RoleShape = {
  label: 'edit by a group',
  ownObjects: true,
  asker: byToken,
  roles: ({ namespace }) =>
    Promise.resolve([
      {
        rules: [{ verbs: editing, resources: both }],
        scope: { namespace },
        group: `system:serviceaccounts:${namespace}`,
      },
    ]),
};

const outsideOfGroup: RoleShape = {
  ...roleOf('outside of the group', []),
  asker: async ({ people, names }) => {
    const person = await people.user(names.of('outsider'));
    return { person, kfp: person.kfp };
  },
};

const byGroup = table({
  name: 'access-by-group',
  capabilities: ['any-user'],
  checks: ['SEC-08', 'SEC-23', { 'SEC-43': ['kubernetes/rest', 'kubernetes/crd'] }, 'SEC-15', 'SEC-24'],
  writes: 28,
  shapes: [memberOfGroup, outsideOfGroup],
  judges: [['SEC-08', allowedOnRest]],
});

export default defineSuite({
  title: 'SEC: who may do what',
  scenarios: [byRole, byPartOfRole, ofNamedObjects, byGroup],
});
