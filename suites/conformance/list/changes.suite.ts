import { assert, soft } from '../../../src/scenarios/assert.ts';
import type { Scenario } from '../../../src/scenarios/scenario.ts';
import { defineSuite } from '../../../src/scenarios/suite.ts';
import { accepted } from '../../expectations/accepted.ts';
import { deletedPipeline } from '../../expectations/deleted-pipeline.ts';
import type { Listing } from '../../expectations/listing.ts';
import { pipelineListing, versionListing } from '../../expectations/listing.ts';
import { smallDefinition } from '../../expectations/small-definition.ts';
import { listedWithinMs, writtenSet } from './written-set.ts';

/** The labels leave room for items inserted before them. */
const labels = ['b1', 'b2', 'b3', 'b4', 'b5', 'b6'];
const byName = { sort_by: 'name', page_size: 2 };

const changedBetweenPages: Scenario = {
  name: 'changed-between-pages',
  writes: 16,
  checks: ['LIST-06', 'LIST-07'],
  observes: ['the next page after a deletion', 'the next page after an insertion'],
  async run(context) {
    const { lane, check, observe, names } = context;
    const { pipelines, versions, listings } = await writtenSet(context, labels);
    const [parent] = pipelines;
    assert.ok(parent !== undefined);
    const untilListed = (listing: Listing, count: number) =>
      lane.eventually({ surface: lane.rest, patienceMs: listedWithinMs }, async () => {
        assert.equal((await listing.page({ page_size: 1 })).totalSize, count, `${listing.of}: the change is listed`);
      });
    await check('LIST-06', async () => {
      const found: Record<string, unknown> = {};
      for (const listing of listings) {
        const first = await listing.page(byName);
        const [, , pipeline] = pipelines;
        const [, , version] = versions;
        assert.ok(pipeline !== undefined && version !== undefined);
        if (listing.of === 'pipelines') await deletedPipeline(lane, pipeline);
        else accepted(await lane.write.deleteVersion(version));
        await untilListed(listing, labels.length - 1);
        const { kind, labels: next } = await listing.page({ page_size: 2, page_token: first.next });
        found[listing.of] = { kind, next };
      }
      observe('the next page after a deletion', found);
      const expected = { kind: 'ok', next: ['b4', 'b5'] };
      soft.deepEqual(
        found,
        { pipelines: expected, versions: expected },
        'the next page continues after the item that was deleted',
      );
    });
    await check('LIST-07', async () => {
      const found: Record<string, unknown> = {};
      for (const listing of listings) {
        const first = await listing.page(byName);
        accepted(
          listing.of === 'pipelines'
            ? await lane.write.createPipeline({ name: names.of('a1') })
            : await lane.write.createVersion(parent, { name: 'a1', definition: smallDefinition() }),
        );
        await untilListed(listing, first.totalSize + 1);
        const { kind, labels: next } = await listing.page({ page_size: 2, page_token: first.next });
        found[listing.of] = {
          kind,
          items: next.length,
          repeated: next.filter((label) => first.labels.includes(label)),
        };
      }
      observe('the next page after an insertion', found);
      const expected = { kind: 'ok', items: 2, repeated: [] };
      soft.deepEqual(
        found,
        { pipelines: expected, versions: expected },
        'the next page repeats nothing when an item was inserted before it',
      );
    });
  },
};

const tokensAfterRestart: Scenario = {
  name: 'tokens-after-restart',
  disruptive: true,
  writes: 12,
  capabilities: ['process'],
  checks: ['LIST-21'],
  observes: ['the next page after a restart'],
  async run(context) {
    const { check, observe, target } = context;
    const { listings } = await writtenSet(context, labels);
    const firsts = await Promise.all(listings.map((listing) => listing.page(byName)));
    await target.restart();
    await check('LIST-21', async () => {
      const found: Record<string, unknown> = {};
      for (const [index, listing] of listings.entries()) {
        const { kind, labels: next } = await listing.page({ page_size: 2, page_token: firsts[index]?.next ?? '' });
        found[listing.of] = { kind, next };
      }
      observe('the next page after a restart', found);
      const expected = { kind: 'ok', next: ['b3', 'b4'] };
      soft.deepEqual(
        found,
        { pipelines: expected, versions: expected },
        'a token goes on where it did before the restart',
      );
    });
  },
};

const writtenByKubectlListed: Scenario = {
  name: 'written-by-kubectl-listed',
  lanes: ['kubernetes/crd'],
  checks: ['LIST-26'],
  async run({ lane, check, given, kfp, names }) {
    const pipeline = await given('a Pipeline is applied', async () =>
      accepted(await lane.write.createPipeline({ name: names.of('p') })),
    );
    const listings = [pipelineListing(kfp, names), versionListing(kfp, pipeline.id)];
    await given('a PipelineVersion is applied', async () =>
      accepted(await lane.write.createVersion(pipeline, { name: 'p', definition: smallDefinition() })),
    );
    await check('LIST-26', async () => {
      for (const listing of listings)
        await soft.part(() =>
          lane.eventually({ surface: lane.rest, patienceMs: 5_000 }, async () => {
            const { kind, labels } = await listing.page();
            assert.deepEqual(
              { kind, labels },
              { kind: 'ok', labels: ['p'] },
              `${listing.of}: REST lists it within 5 s`,
            );
          }),
        );
    });
  },
};

export default defineSuite({
  title: 'LIST: lists that change',
  alsoMultiUser: true,
  scenarios: [changedBetweenPages, tokensAfterRestart, writtenByKubectlListed],
});
