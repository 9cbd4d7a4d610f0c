import { soft } from '../../../src/scenarios/assert.ts';
import { allRights } from '../../../src/cluster/rule.ts';
import type { Scenario } from '../../../src/scenarios/scenario.ts';
import { defineSuite } from '../../../src/scenarios/suite.ts';
import { labelled, readCalls, statusesOf, uploadCalls, writeCalls, type Status } from '../../expectations/calls.ts';
import { foundLabels } from '../../expectations/found-labels.ts';
import { deviatingEntries } from '../../expectations/deviating-entries.ts';
import { ownedPipelineFixture } from '../../expectations/owned-pipeline-fixture.ts';
import { contains, filterOf } from '../../expectations/predicate.ts';
import { sharedPipelineFixture } from './shared-pipeline-fixture.ts';
import { seenOn } from '../../expectations/settled.ts';
import { isUnchanged } from '../../expectations/unchanged.ts';

const inDatabase = { variant: 'multi-user', lanes: ['database/rest'], capabilities: ['shared-roles'] } as const;

const readByAll: Scenario = {
  ...inDatabase,
  name: 'shared-pipelines-read',
  checks: ['SHR-01', 'SHR-04'],
  async run(context) {
    const { check, given, people, names, namespace } = context;
    const { sharedOwner, fixture } = await sharedPipelineFixture(context);
    await ownedPipelineFixture(context);
    const [outsider, owner] = await given('somebody has no rights, and somebody those of the owner', async () => {
      const both = await Promise.all([people.person('outsider'), people.person('other-owner')]);
      await people.grant(both[1], allRights, { namespace });
      return both;
    });
    await check('SHR-01', async () => {
      const found = await statusesOf(readCalls(outsider.kfp, fixture));
      soft.deepEqual(deviatingEntries<Status>(200, found), {}, 'reads of a shared pipeline that are not answered 200');
      const shown = await outsider.bearer.call('GET', `/apis/v2beta1/pipelines/${fixture.pipeline.id}`);
      const asKept = await sharedOwner.person.kfp.call('GET', `/apis/v2beta1/pipelines/${fixture.pipeline.id}`);
      soft.equal(shown.body, asKept.body, 'what a user is shown of a shared pipeline');
    });
    await check('SHR-04', async () => {
      const pipelines = { path: '/apis/v2beta1/pipelines', items: 'pipelines' } as const;
      const filter = filterOf(contains('name', names.prefix));
      soft.deepEqual(
        {
          'without namespace': await foundLabels(outsider.kfp, pipelines, filter, names),
          'without namespace, by an owner': await foundLabels(owner.kfp, pipelines, filter, names),
          'by the owner in the namespace': await foundLabels(owner.within(namespace), pipelines, filter, names),
        },
        {
          'without namespace': ['shared'],
          'without namespace, by an owner': ['shared'],
          'by the owner in the namespace': ['owned'],
        },
        'the pipelines that lists hold',
      );
    });
  },
};

const writtenByOthers: Scenario = {
  ...inDatabase,
  name: 'shared-pipelines-written-by-others',
  writes: 26,
  checks: ['SHR-02', 'SHR-03'],
  async run(context) {
    const { check, given, people, names, packages, namespace } = context;
    const { sharedOwner, fixture } = await sharedPipelineFixture(context);
    const [outsider, owner] = await given('somebody has no rights, and somebody those of the owner', async () => {
      const both = await Promise.all([people.person('outsider'), people.person('other-owner')]);
      await people.grant(both[1], allRights, { namespace });
      return both;
    });
    const users = { outsider: outsider.kfp, owner: owner.kfp };
    await check('SHR-02', async () => {
      const found: Record<string, Status> = {};
      for (const [label, kfp] of Object.entries(users))
        Object.assign(found, await statusesOf(labelled(label, writeCalls(kfp, fixture, { names, packages, label }))));
      soft.deepEqual(deviatingEntries<Status>(403, found), {}, 'writes of shared pipelines that are not answered 403');
      await isUnchanged(
        seenOn(context, sharedOwner.lane),
        fixture,
        new RegExp(`${names.prefix}-(outsider|owner)-made`),
      );
    });
    await check('SHR-03', async () => {
      const found: Record<string, Status> = {};
      for (const [label, kfp] of Object.entries({ ...users, nobody: people.anonymous }))
        Object.assign(found, await statusesOf(labelled(label, uploadCalls(kfp, fixture, { names, label }))));
      const open = Object.entries(found).filter(([, status]) => status === 'no answer' || status < 400);
      soft.deepEqual(open, [], 'uploads of shared pipelines that were not refused');
      await isUnchanged(
        seenOn(context, sharedOwner.lane),
        fixture,
        new RegExp(`${names.prefix}-(outsider|owner|nobody)-uploaded`),
      );
    });
  },
};

export default defineSuite({
  title: 'SHR: shared pipelines of the database',
  scenarios: [readByAll, writtenByOthers],
});
