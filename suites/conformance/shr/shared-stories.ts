import { assert, soft } from '../../../src/scenarios/assert.ts';
import { allRights, pipelineResources } from '../../../src/cluster/rule.ts';
import { jsonOf, text } from '../../../src/clients/json-response.ts';
import type { Person } from '../../../src/access/people.ts';
import type { Surface } from '../../../src/lanes/lane.ts';
import { apiV2, type KfpClient } from '../../../src/clients/kfp.ts';
import { restPatienceMs } from '../../../src/lanes/lanes.ts';
import { answerFromRest } from '../../../src/lanes/rest.ts';
import type { ScenarioContext } from '../../../src/scenarios/context.ts';
import type { Names } from '../../../src/contract/names.ts';
import type { Scenario } from '../../../src/scenarios/scenario.ts';
import { labelled, statusesOf, uploadCalls, writeCalls, type Status } from '../../expectations/calls.ts';
import { accepted } from '../../expectations/accepted.ts';
import { eventuallyGone } from '../../expectations/eventually-gone.ts';
import { foundLabels } from '../../expectations/found-labels.ts';
import { inEveryView } from '../../expectations/in-every-view.ts';
import { ownedPipelineFixture } from '../../expectations/owned-pipeline-fixture.ts';
import { pause } from '../../expectations/pause.ts';
import { contains, equals, filterOf } from '../../expectations/predicate.ts';
import { grantShared, sharedHome, sharedOnKubernetes } from '../../expectations/shared-pipelines-owner.ts';
import { sharedPipelineFixture } from './shared-pipeline-fixture.ts';
import { createdPipelineFixture, type PipelineFixture } from '../../expectations/pipeline-fixture.ts';
import { seenOn } from '../../expectations/settled.ts';
import { isUnchanged } from '../../expectations/unchanged.ts';

const pipelines = `${apiV2}/pipelines`;

/** The checks and steps of a scenario that is the same wherever shared pipelines are stored. */
export type Story = Pick<Scenario, 'checks' | 'observes' | 'run'>;

/** The results of reads of two pipelines with the same name, by name and by list, without and with the namespace. */
const shownOfBoth = async (reader: Person, { pipeline }: PipelineFixture, namespace: string, names: Names) => {
  const pipelineByName = async (client: KfpClient): Promise<string> => {
    const answer = await client.call('GET', `${pipelines}/names/${pipeline.name}`);
    const { kind, status, value: id } = answerFromRest(answer, (json) => text(json, 'pipeline_id'));
    if (kind === 'missing') return 'nothing';
    if (id === undefined) return `answered ${status}`;
    return id === pipeline.id ? 'the shared one' : 'the other one';
  };
  const collection = { path: pipelines, items: 'pipelines' } as const;
  const filter = filterOf(equals('name', pipeline.name));
  const { kfp } = reader;
  const within = reader.within(namespace);
  return {
    'by name': await pipelineByName(kfp),
    'by name in the namespace': await pipelineByName(within),
    listed: await foundLabels(kfp, collection, filter, names),
    'listed in the namespace': await foundLabels(within, collection, filter, names),
  };
};

/** A shared pipeline and a pipeline of the same name in a namespace; `requirement` decides in Kubernetes mode. */
export const sameName = (requirement: string): Story => ({
  checks: ['SHR-15', requirement],
  observes: ['in the end'],
  async run(context) {
    const { check, observe, given, people, names, namespace, lane } = context;
    const { sharedOwner, fixture } = await sharedPipelineFixture(context, 'twin');
    // Creation times have a resolution of one second. The pause makes a server that picks the latest of a name always
    // pick the same one.
    await pause(1_100);
    const own = await given('the owner has a pipeline of that name', () =>
      createdPipelineFixture(lane, namespace, names.of('twin')),
    );
    const reader = await given('somebody may read both', async () => {
      const person = await people.person('reader');
      await people.grant(person, allRights, { namespace });
      await grantShared(context, person, '*');
      return person;
    });
    const look = () => shownOfBoth(reader, fixture, namespace, names);
    const view = { surface: lane.rest, patienceMs: restPatienceMs };
    const isShown = (wanted: object, what: string) => async () => assert.deepEqual(await look(), wanted, what);
    const decide = async () => {
      await soft.part(() =>
        lane.eventually(
          view,
          isShown(
            {
              'by name': 'the shared one',
              'by name in the namespace': 'the other one',
              listed: ['twin'],
              'listed in the namespace': ['twin'],
            },
            'what a reader of both is shown',
          ),
        ),
      );
      for (const one of [fixture, own]) {
        const { 'get pipeline': get, 'list versions': versions } = await bodiesOf(reader.kfp, one);
        soft.equal(text(get ?? {}, 'pipeline_id'), one.pipeline.id, 'the pipeline, by its id');
        soft.equal(JSON.stringify(versions).includes(one.version.id), true, 'its version, among its versions');
        soft.equal(Number(versions?.['total_size']), 1, 'the number of its versions');
      }
      const changed = await lane.write.updatePipeline(own.pipeline, { displayName: 'Changed' });
      soft.equal(changed.kind, 'ok', 'a change of the one in the namespace');
      await inEveryView(lane, async (surface) => {
        const { displayName } = accepted(await surface.getPipeline(own.pipeline));
        assert.equal(displayName, 'Changed', `${surface.name}: the one in the namespace that was changed`);
      });
      await isUnchanged(seenOn(context, sharedOwner.lane), fixture);
      const deleted = await lane.write.deletePipeline(own.pipeline);
      soft.equal(deleted.kind, 'ok', 'the deletion of the one in the namespace');
      await soft.part(() =>
        eventuallyGone(
          lane,
          view,
          isShown(
            {
              'by name': 'the shared one',
              'by name in the namespace': 'nothing',
              listed: ['twin'],
              'listed in the namespace': [],
            },
            'what a reader is shown when the one in the namespace is deleted',
          ),
        ),
      );
      await isUnchanged(seenOn(context, sharedOwner.lane), fixture);
    };
    await check('SHR-15', decide);
    await check(requirement, decide);
    observe('in the end', await look());
  },
});

const bodiesOf = async (kfp: KfpClient, { pipeline }: PipelineFixture) => ({
  'get pipeline': jsonOf(await kfp.call('GET', `${pipelines}/${pipeline.id}`)),
  'list versions': jsonOf(await kfp.call('GET', `${pipelines}/${pipeline.id}/versions`)),
});

/** Each surface shows the writes of the other. */
export const seenTwice = (requirement: string): Story => ({
  checks: [requirement],
  observes: ['the namespace of the answer'],
  async run(context) {
    const { check, observe, lane, names } = context;
    const { sharedOwner, fixture } = await sharedPipelineFixture(context);
    const { pipeline, version } = fixture;
    const surfaces = [sharedOwner.lane.rest, sharedOnKubernetes(context, sharedOwner.person)];
    const bothShow = async (
      what: string,
      look: (surface: Surface) => Promise<unknown>,
      wanted: unknown,
      patienceMs = restPatienceMs,
    ) => {
      for (const surface of surfaces)
        await soft.part(() =>
          lane.eventually({ surface, patienceMs }, async () =>
            assert.deepEqual(await look(surface), wanted, `${surface.name}: ${what}`),
          ),
        );
    };
    const answer = await sharedOwner.person.kfp.call('GET', `${pipelines}/${pipeline.id}`);
    const shown = answerFromRest(answer, (json) => text(json, 'namespace'));
    observe('the namespace of the answer', shown.value);
    await check(requirement, async () => {
      soft.equal(shown.value, sharedOwner.namespace, 'the namespace that REST shows');
      await bothShow('the pipeline', async (surface) => (await surface.getPipeline(pipeline)).value, pipeline);
      await bothShow('by name', async (surface) => (await surface.getPipelineByName(pipeline.name)).value, pipeline);
      await bothShow('its versions', async (surface) => (await surface.allVersions(pipeline)).value, [version]);
      const timesListed = async (surface: Surface) =>
        ((await surface.allPipelines()).value ?? []).filter(({ id }) => id === pipeline.id).length;
      await bothShow('listed once', timesListed, 1);
      const change = { displayName: 'Changed', tags: { team: names.prefix } };
      await sharedOwner.lane.write.updatePipeline(pipeline, change);
      const textsOf = async (surface: Surface) => {
        const { displayName, tags } = (await surface.getPipeline(pipeline)).value ?? {};
        return { displayName, tags };
      };
      await bothShow('the pipeline that was changed', textsOf, change);
      await sharedOwner.lane.write.deletePipeline(pipeline);
      const kindOf = async (surface: Surface) => (await surface.getPipeline(pipeline)).kind;
      await bothShow('the deleted pipeline', kindOf, 'missing', 15_000);
    });
  },
});

/** A user without rights, a user who may only read shared pipelines, and a user with all rights elsewhere. */
const givenReaders = (context: ScenarioContext) =>
  context.given('people may read shared pipelines, or not', async () => {
    const { people, namespace } = context;
    const [outsider, reader, owner] = await Promise.all([
      people.person('outsider'),
      people.person('reader'),
      people.person('other-owner'),
    ]);
    await grantShared(context, reader, 'get', 'list');
    await people.grant(owner, allRights, { namespace });
    if (sharedHome(context).scope === 'cluster')
      // Rights on the namespaced pipelines of all namespaces do not cover cluster-scoped pipelines.
      await people.grant(owner, [{ verbs: ['*'], resources: pipelineResources }], 'cluster');
    return { outsider, reader, owner };
  });

/** A user who may list shared pipelines sees only those; other users are refused. */
export const listedOnly = (requirement: string): Story => ({
  checks: [requirement],
  observes: ['refused'],
  async run(context) {
    const { check, observe, people, names, namespace, lane } = context;
    await sharedPipelineFixture(context);
    await ownedPipelineFixture(context);
    const { outsider, reader, owner } = await givenReaders(context);
    const collection = { path: pipelines, items: 'pipelines' } as const;
    const filter = filterOf(contains('name', names.prefix));
    const refused = Object.fromEntries(
      await Promise.all(
        Object.entries({ outsider: outsider.kfp, owner: owner.kfp, nobody: people.anonymous }).map(
          async ([who, kfp]) => [who, (await kfp.call('GET', pipelines)).status] as const,
        ),
      ),
    );
    observe('refused', refused);
    await check(requirement, async () => {
      await soft.part(() =>
        lane.eventually({ surface: lane.rest, patienceMs: restPatienceMs }, async () => {
          assert.deepEqual(
            {
              'without namespace': await foundLabels(reader.kfp, collection, filter, names),
              'in the namespace': await foundLabels(owner.within(namespace), collection, filter, names),
            },
            { 'without namespace': ['shared'], 'in the namespace': ['owned'] },
            'the pipelines that lists hold',
          );
        }),
      );
      soft.deepEqual(refused, { outsider: 403, owner: 403, nobody: 401 }, 'the list of shared pipelines, for others');
    });
  },
});

/** Only users with the right to write shared pipelines may write them. */
export const writtenByOthers = (requirement: string): Story => ({
  checks: [requirement],
  observes: ['statuses'],
  async run(context) {
    const { check, observe, people, names, packages } = context;
    const { sharedOwner, fixture } = await sharedPipelineFixture(context);
    const { outsider, reader, owner } = await givenReaders(context);
    const found: Record<string, Status> = {};
    const askers = { outsider: outsider.kfp, reader: reader.kfp, owner: owner.kfp, nobody: people.anonymous };
    for (const [label, kfp] of Object.entries(askers)) {
      const input = { names, packages, label };
      const calls = { ...writeCalls(kfp, fixture, input), ...uploadCalls(kfp, fixture, input) };
      Object.assign(found, await statusesOf(labelled(label, calls)));
    }
    observe('statuses', found);
    await check(requirement, async () => {
      const refusals = new Set<Status>([400, 401, 403, 404]);
      const done = Object.entries(found).filter(([, status]) => !refusals.has(status));
      soft.deepEqual(done, [], 'writes of shared pipelines by others that are not refused');
      await isUnchanged(
        seenOn(context, sharedOwner.lane),
        fixture,
        new RegExp(`${names.prefix}-(outsider|reader|owner|nobody)-(made|uploaded)`),
      );
    });
  },
});
