import { assert, soft } from '../../../src/scenarios/assert.ts';
import { versionFromObject } from '../../../src/lanes/crd.ts';
import type { Scenario } from '../../../src/scenarios/scenario.ts';
import { defineSuite } from '../../../src/scenarios/suite.ts';
import { accepted } from '../../expectations/accepted.ts';
import { createdPipeline } from '../../expectations/created-pipeline.ts';
import { createdVersion } from '../../expectations/created-version.ts';
import { inEveryView } from '../../expectations/in-every-view.ts';
import { lastVersion } from '../../expectations/last-watched.ts';
import { renamedInTurn } from '../../expectations/renamed-in-turn.ts';
import { smallDefinition } from '../../expectations/small-definition.ts';
import { eventTexts } from '../../expectations/event-texts.ts';
import { aloneOnKubernetes, watchedWhile } from '../../expectations/watched-while.ts';

const versionChanged: Scenario = {
  ...aloneOnKubernetes,
  name: 'version-changes-watched',
  checks: ['VER-17'],
  async run(context) {
    const { lane, check, given, names } = context;
    const parent = await given('a pipeline is created', () => createdPipeline(lane, { name: names.of('p') }));
    const draft = { name: 'one', displayName: 'new', definition: smallDefinition() };
    await check('VER-17', async () => {
      const events = await watchedWhile(context, 'pipelineversions', lastVersion(context, parent), async () => {
        const version = await createdVersion(lane, parent, draft);
        await renamedInTurn(
          context,
          async (surface, displayName) => void accepted(await surface.updateVersion(version, { displayName })),
          async (surface) => (await surface.getVersion(version)).value?.displayName,
        );
      });
      soft.deepEqual(
        eventTexts(events, names),
        [
          'ADDED p-one: new',
          'MODIFIED p-one: by Kubernetes',
          'MODIFIED p-one: by REST',
          'MODIFIED p-one: by Kubernetes again',
          'MODIFIED p-one: by REST again',
        ],
        'what a watch shows of a version that is changed',
      );
      for (const event of events)
        soft.deepEqual(versionFromObject(event.object).definition, draft.definition, 'the definition in each event');
    });
  },
};

const versionsDeleted: Scenario = {
  ...aloneOnKubernetes,
  name: 'version-deletions-watched',
  checks: ['VER-16'],
  async run(context) {
    const { lane, check, given, names } = context;
    const parent = await given('a pipeline is created', () => createdPipeline(lane, { name: names.of('p') }));
    await check('VER-16', async () => {
      const kinds: string[] = [];
      const events = await watchedWhile(context, 'pipelineversions', lastVersion(context, parent), async () => {
        const made = (name: string) =>
          createdVersion(lane, parent, { name, displayName: name, definition: smallDefinition() });
        await made('one');
        const [two, three] = [await made('two'), await made('three')];
        kinds.push((await lane.write.deleteVersion(two)).kind, (await lane.rest.deleteVersion(three)).kind);
        for (const version of [two, three])
          await inEveryView(lane, async (surface) => {
            const { kind } = await surface.getVersion(version);
            assert.equal(kind, 'missing', `${surface.name}: a deleted version`);
          });
      });
      soft.deepEqual(kinds, ['ok', 'ok'], 'answers to the deletions');
      soft.deepEqual(
        eventTexts(events, names),
        [
          'ADDED p-one: one',
          'ADDED p-two: two',
          'ADDED p-three: three',
          'DELETED p-two: two',
          'DELETED p-three: three',
        ],
        'what a watch shows of versions that are deleted, and of the other',
      );
    });
  },
};

export default defineSuite({
  title: 'VER: versions as a watcher sees them',
  scenarios: [versionChanged, versionsDeleted],
});
