import { assert, soft } from '../../../src/scenarios/assert.ts';
import { restPatienceMs } from '../../../src/lanes/lanes.ts';
import type { Scenario } from '../../../src/scenarios/scenario.ts';
import { defineSuite } from '../../../src/scenarios/suite.ts';
import { accepted } from '../../expectations/accepted.ts';
import { deletedPipeline } from '../../expectations/deleted-pipeline.ts';
import { eachItemOnce } from '../../expectations/each-item-once.ts';
import { pipelineListing, versionListing, type Listing } from '../../expectations/listing.ts';
import { givenOnBoth } from './known-to-both.ts';
import { pagesInTurn } from './pages-in-turn.ts';
import { replicaSurfaces } from './replica-surfaces.ts';
import { writerOf } from './writer-of.ts';
import { smallDefinition } from '../../expectations/small-definition.ts';

const onReplicas = { variant: 'two-replicas', capabilities: ['replicas'] } as const;

const listed: Scenario = {
  ...onReplicas,
  name: 'listed-by-every-replica',
  checks: ['CLU-05'],
  observes: ['what both replicas list'],
  writes: 20,
  async run(context) {
    const { check, lane, names, observe, replicas } = context;
    const shown: Record<string, string | undefined> = {};
    /** Whether all lists were looked at, or one of them was wrong. */
    let isSeen = false;
    /**
     * Waits until both replicas list the expected content, and records the last content listed; it has no value where a
     * list was refused.
     */
    const listedAs = (what: string, expected: string, read: (replica: number) => Promise<string | undefined>) =>
      soft.part(async () => {
        for (const index of replicas.keys())
          await lane
            .eventually({ surface: lane.rest, patienceMs: restPatienceMs }, async () => {
              shown[what] = undefined;
              shown[what] = await read(index);
              assert.equal(shown[what], expected, `${what}, as every replica lists it within 5 s`);
            })
            .catch((failure: unknown) => {
              isSeen = true;
              throw failure;
            });
      });
    const inWords = async (listing: Listing): Promise<string | undefined> => {
      const { kind, displayNames } = await listing.page();
      return kind === 'ok' ? displayNames.join() || 'none' : undefined;
    };
    await check('CLU-05', async () => {
      try {
        for (const [round, surface] of replicaSurfaces(context).entries()) {
          const writer = writerOf(context, surface);
          const label = `p${round}`;
          const pipeline = accepted(await writer.createPipeline({ name: names.of(label), displayName: 'made' }));
          const draft = { name: 'one', displayName: 'made', definition: smallDefinition() };
          const version = accepted(await writer.createVersion(pipeline, draft));
          const pipelines = async (replica: number) => {
            const kfp = replicas[replica];
            assert.ok(kfp);
            return inWords(pipelineListing(kfp, names));
          };
          const versions = async (replica: number) => {
            const kfp = replicas[replica];
            assert.ok(kfp);
            return inWords(versionListing(kfp, pipeline.id));
          };
          await listedAs(`a new pipeline, ${round}`, 'made', pipelines);
          await listedAs(`a new version, ${round}`, 'made', versions);
          accepted(await writer.updatePipeline(pipeline, { displayName: 'changed' }));
          accepted(await writer.updateVersion(version, { displayName: 'changed' }));
          await listedAs(`a changed pipeline, ${round}`, 'changed', pipelines);
          await listedAs(`a changed version, ${round}`, 'changed', versions);
          accepted(await writer.deleteVersion(version));
          await listedAs(`a deleted version, ${round}`, 'none', versions);
          await deletedPipeline(lane, pipeline, writer);
          await listedAs(`a deleted pipeline, ${round}`, 'none', pipelines);
        }
        isSeen = true;
      } finally {
        // A write that is refused says nothing about lists, so that the lanes are not compared.
        observe('what both replicas list', isSeen ? shown : undefined);
      }
    });
  },
};

const labels = Array.from({ length: 11 }, (_, index) => `n${String(index).padStart(2, '0')}`);

const pagesOfBoth: Scenario = {
  ...onReplicas,
  name: 'pages-of-both-replicas',
  lanes: ['database/rest', 'kubernetes/rest'],
  checks: ['CLU-06'],
  observes: ['pages read from both replicas in turn'],
  writes: 25,
  async run(context) {
    const { check, given, lane, names, observe, replicas } = context;
    const pipelines = await givenOnBoth(context, labels);
    const [parent] = pipelines;
    assert.ok(parent);
    const [writer] = replicaSurfaces(context);
    const versions = await given('as many versions are known to both replicas', async () => {
      const made = [];
      for (const name of labels)
        made.push(accepted(await writer.createVersion(parent, { name, definition: smallDefinition() })));
      for (const surface of replicaSurfaces(context))
        await lane.eventually({ surface, patienceMs: restPatienceMs }, async () => {
          assert.equal(accepted(await surface.allVersions(parent)).length, labels.length, 'all versions are listed');
        });
      return made;
    });
    const lists = {
      pipelines: { listings: replicas.map((kfp) => pipelineListing(kfp, names)), ids: pipelines.map(({ id }) => id) },
      versions: { listings: replicas.map((kfp) => versionListing(kfp, parent.id)), ids: versions.map(({ id }) => id) },
    };
    await check('CLU-06', async () => {
      const found: Record<string, string> = {};
      for (const [what, { listings, ids }] of Object.entries(lists))
        // LIST-04 decides how items with equal values are ordered.
        for (const sortBy of ['name', 'name desc', 'id'])
          for (const first of [0, 1]) {
            const inOrder = first === 0 ? listings : listings.toReversed();
            const pages = await pagesInTurn(inOrder, { page_size: 3, sort_by: sortBy });
            const refused = pages.find(({ kind }) => kind !== 'ok')?.kind;
            const walked = eachItemOnce(
              pages.flatMap((page) => page.ids),
              ids,
            );
            found[`${what} by ${sortBy}, from replica ${first + 1}`] = refused ?? walked;
          }
      observe('pages read from both replicas in turn', found);
      const expected = Object.fromEntries(Object.keys(found).map((key) => [key, 'each item once']));
      soft.deepEqual(found, expected, 'pages read from both replicas in turn');
    });
  },
};

export default defineSuite({ title: 'CLU: lists of two replicas', scenarios: [listed, pagesOfBoth] });
