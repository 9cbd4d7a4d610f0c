import { soft } from '../../../src/scenarios/assert.ts';
import type { Scenario } from '../../../src/scenarios/scenario.ts';
import { defineSuite } from '../../../src/scenarios/suite.ts';
import { labelled, readCalls, statusesOf, uploadCalls, writeCalls, type Status } from '../../expectations/calls.ts';
import { deviatingEntries } from '../../expectations/deviating-entries.ts';
import { sharedHome, sharedOnKubernetes, sharedRights } from '../../expectations/shared-pipelines-owner.ts';
import { listedOnly, sameName, seenTwice, writtenByOthers } from './shared-stories.ts';
import { sharedPipelineFixture } from './shared-pipeline-fixture.ts';
import { seenOn } from '../../expectations/settled.ts';
import { isUnchanged } from '../../expectations/unchanged.ts';

const shared = { variant: 'multi-user', profile: 'shared-namespace', capabilities: ['shared-roles'] } as const;
const inKubernetes = { ...shared, lanes: ['kubernetes/rest', 'kubernetes/crd'] } as const;

const forEverybody: Scenario = {
  ...inKubernetes,
  name: 'shared-namespace-for-everybody',
  writes: 13,
  // During this scenario every user may read the shared pipelines.
  exclusiveListing: true,
  checks: ['SHR-12', 'SHR-22'],
  observes: ['reads', 'others'],
  async run(context) {
    const { check, observe, given, people, names, packages } = context;
    const { sharedOwner, fixture } = await sharedPipelineFixture(context);
    const outsider = await given('somebody has no rights of their own', () => people.person('outsider'));
    const home = sharedHome(context);
    const everybody = await given('everybody may read shared pipelines', () =>
      people.grant({ group: 'system:authenticated' }, sharedRights(home, 'get', 'list'), home.scope),
    );
    try {
      const surface = sharedOnKubernetes(context, outsider, 'answer');
      const kinds = {
        'get pipeline': (await surface.getPipeline(fixture.pipeline)).kind,
        'list pipelines': (await surface.allPipelines()).kind,
        'list versions': (await surface.allVersions(fixture.pipeline)).kind,
      };
      const reads = await statusesOf({
        ...labelled('by header', readCalls(outsider.kfp, fixture)),
        ...labelled('by token', readCalls(outsider.bearer, fixture)),
      });
      const input = { names, packages, label: 'outsider' };
      const others = await statusesOf({
        ...labelled('outsider', {
          ...writeCalls(outsider.kfp, fixture, input),
          ...uploadCalls(outsider.kfp, fixture, input),
        }),
        ...labelled('nobody', readCalls(people.anonymous, fixture)),
      });
      observe('reads', { kinds, reads });
      observe('others', others);
      await check('SHR-12', async () => {
        soft.deepEqual(deviatingEntries('ok', kinds), {}, 'reads through the Kubernetes API that are refused');
        soft.deepEqual(deviatingEntries<Status>(200, reads), {}, 'reads of shared pipelines that are not answered 200');
      });
      await check('SHR-22', async () => {
        const refusals = new Set<Status>([400, 401, 403]);
        const done = Object.entries(others).filter(([, status]) => !refusals.has(status));
        soft.deepEqual(done, [], 'writes by users, and reads by nobody, that are not refused');
        await isUnchanged(
          seenOn(context, sharedOwner.lane),
          fixture,
          new RegExp(`${names.prefix}-outsider-(made|uploaded)`),
        );
      });
    } finally {
      await everybody.revoke();
    }
  },
};

export default defineSuite({
  title: 'SHR: shared pipelines in a namespace of their own',
  scenarios: [
    { ...shared, name: 'shared-and-private-of-one-name', ...sameName('SHR-16') },
    { ...inKubernetes, name: 'shared-namespace-seen-twice', ...seenTwice('SHR-06') },
    { ...inKubernetes, name: 'shared-namespace-lists', ...listedOnly('SHR-13') },
    { ...inKubernetes, name: 'shared-namespace-written-by-others', writes: 40, ...writtenByOthers('SHR-14') },
    forEverybody,
  ],
});
