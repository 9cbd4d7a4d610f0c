import { assert, soft } from '../../../src/scenarios/assert.ts';
import type { StorageMode } from '../../../src/contract/lane-name.ts';
import type { AnswerKind } from '../../../src/lanes/answer.ts';
import { kubernetesSurface } from '../../../src/lanes/crd.ts';
import type { Surface } from '../../../src/lanes/lane.ts';
import type { ScenarioContext } from '../../../src/scenarios/context.ts';
import type { Scenario } from '../../../src/scenarios/scenario.ts';
import { defineSuite } from '../../../src/scenarios/suite.ts';
import { accepted } from '../../expectations/accepted.ts';
import { eachItemOnce } from '../../expectations/each-item-once.ts';
import { unfilteredPipelineListing } from '../../expectations/listing.ts';
import { acceptedPages, pagesOf } from './pages-of.ts';
import { writtenSet } from './written-set.ts';

const numbered = (count: number): readonly string[] =>
  Array.from({ length: count }, (_, index) => `n${String(index).padStart(3, '0')}`);

/** A multiple of 15 but not of 7, so that both full and partial last pages occur. */
const labels = numbered(45);

/** Values of `sort_by` by which items are equal, in one of which they are made in one second. */
const ordersWithEqualValues = ['description', 'description desc', 'created_at', undefined];

const listedInPages: Scenario = {
  name: 'listed-in-pages',
  exclusiveListing: true,
  writes: 2 * labels.length,
  writesPerRound: 0,
  checks: ['LIST-03', 'LIST-04', 'LIST-05', 'LIST-08', 'LIST-09'],
  observes: ['pages of pipelines', 'pages of versions'],
  async run(context) {
    const { check, observe, rounds } = context;
    const draft = () => ({ description: 'the same for all' });
    const { pipelines, versions, listings } = await writtenSet(context, labels, {
      draft,
      listing: unfilteredPipelineListing,
    });
    const idsOf = { pipelines: pipelines.map(({ id }) => id), versions: versions.map(({ id }) => id) };
    for (const listing of listings) {
      const pages = await pagesOf(listing, { page_size: 20, sort_by: 'name' });
      observe(
        `pages of ${listing.of}`,
        pages.map(({ kind, labels: [first], ids, totalSize, next }) => ({
          kind,
          first,
          items: ids.length,
          totalSize,
          last: next === '',
        })),
      );
    }
    await check('LIST-03', async () => {
      for (const listing of listings) {
        const walk = (sortBy: string, compare: (found: readonly string[]) => void) =>
          soft.part(async () =>
            compare((await acceptedPages(listing, { page_size: 7, sort_by: sortBy })).flatMap((page) => page.labels)),
          );
        await walk('name', (found) =>
          soft.deepEqual(found, labels, `${listing.of}: pages by name hold every item once, in order`),
        );
        await walk('name desc', (found) =>
          soft.deepEqual(found, labels.toReversed(), `${listing.of}: pages by name, descending`),
        );
        await walk('id', (found) =>
          soft.deepEqual(found.toSorted(), labels, `${listing.of}: pages by id hold every item once`),
        );
      }
    });
    await check('LIST-04', async () => {
      for (const listing of listings)
        for (const sortBy of ordersWithEqualValues)
          await soft.part(async () => {
            const pages = await acceptedPages(listing, { page_size: 7, sort_by: sortBy });
            const found = eachItemOnce(
              pages.flatMap(({ ids }) => ids),
              idsOf[listing.of],
            );
            soft.equal(found, 'each item once', 'pages in an order with equal values hold every item once');
          });
    });
    await check(
      'LIST-05',
      async () => {
        const requests = listings.flatMap((listing) =>
          ['description', 'created_at desc'].map((sortBy) => () => listing.page({ page_size: 30, sort_by: sortBy })),
        );
        const orders = requests.map(() => new Set<string>());
        const kinds = new Set<AnswerKind>();
        // All requests in every round, because the stated rate holds for each of them.
        for await (const _ of rounds)
          for (const [at, request] of requests.entries()) {
            const { kind, ids } = await request();
            kinds.add(kind);
            // A refusal has no order.
            if (kind === 'ok') orders[at]?.add(ids.join());
          }
        soft.equal([...kinds].toSorted().join(' or '), 'ok', 'every one of equal requests is answered');
        soft.equal(
          orders.every(({ size }) => size <= 1) ? 'one order' : 'several orders',
          'one order',
          'equal requests are answered in one order',
        );
      },
      rounds,
    );
    await check('LIST-08', async () => {
      for (const listing of listings) {
        const totals = async (filter: string | undefined) =>
          (await acceptedPages(listing, { page_size: 4, sort_by: 'name', filter })).map(({ totalSize }) => totalSize);
        const tens = listing.filter({ key: 'name', operation: 'IS_SUBSTRING', string_value: 'n01' });
        await soft.part(async () =>
          soft.deepEqual(
            await totals(tens),
            [10, 10, 10],
            `${listing.of}: total_size counts what the filter lets through`,
          ),
        );
        await soft.part(async () =>
          soft.deepEqual(
            await totals(undefined),
            Array.from({ length: 12 }, () => 45),
            `${listing.of}: total_size counts all`,
          ),
        );
      }
    });
    await check('LIST-09', async () => {
      for (const listing of listings) {
        const isLast = (size: number, expected: readonly boolean[], what: string) =>
          soft.part(async () => {
            const pages = await acceptedPages(listing, { page_size: size, sort_by: 'name' });
            soft.deepEqual(
              pages.map(({ next }) => next === ''),
              expected,
              `${listing.of}: ${what}`,
            );
          });
        await isLast(15, [false, false, true], 'three full pages');
        await isLast(45, [true], 'one full page');
        await isLast(46, [true], 'one page with room');
        // Whatever the order, there is more where a token says so.
        for (const sortBy of ordersWithEqualValues)
          await soft.part(async () => {
            const pages = await acceptedPages(listing, { page_size: 7, sort_by: sortBy });
            soft.ok(
              pages.every(({ ids }) => ids.length > 0),
              'no page that a token leads to is empty, in an order with equal values',
            );
          });
      }
    });
  },
};

/** More items than the maximum page size. */
const many = numbered(201);

/** The check is about the request, and this many REST writes would take a minute on a throttled server. */
const fastWriter: Readonly<Record<StorageMode, (context: ScenarioContext) => Surface>> = {
  database: ({ lane }) => lane.write,
  kubernetes: ({ kubernetes }) => kubernetesSurface(kubernetes),
};

const pageSizeLimits: Scenario = {
  name: 'page-size-limits',
  writes: 201,
  capabilities: ['pipeline-objects'],
  exclusiveListing: true,
  checks: ['LIST-02'],
  observes: ['page sizes'],
  async run(context) {
    const { lane, check, given, observe, kfp, names, deadlineMs } = context;
    const listing = unfilteredPipelineListing(kfp, names);
    await given('201 pipelines are listed', async () => {
      const surface = fastWriter[lane.storage](context);
      await Promise.all(many.map(async (label) => accepted(await surface.createPipeline({ name: names.of(label) }))));
      // LIST-26 decides when they must appear.
      await lane.eventually({ surface: lane.rest, patienceMs: deadlineMs(many.length) }, async () => {
        assert.equal((await listing.page({ page_size: 1 })).totalSize, many.length, 'all are listed');
      });
    });
    await check('LIST-02', async () => {
      const found: Record<string, unknown> = {};
      for (const size of [undefined, 0, 1, 200, 201, 500, -1]) {
        const { kind, ids, totalSize } = await listing.page({ page_size: size });
        found[String(size ?? 'absent')] = kind === 'ok' ? `${ids.length} of ${totalSize}` : kind;
      }
      observe('page sizes', found);
      const expected = {
        absent: '20 of 201',
        0: '20 of 201',
        1: '1 of 201',
        200: '200 of 201',
        201: '200 of 201',
        500: '200 of 201',
      };
      soft.deepEqual(
        found,
        { ...expected, '-1': 'invalid' },
        'page_size is 20 by default, 200 at most, and not negative',
      );
    });
  },
};

export default defineSuite({ title: 'LIST: pages', alsoMultiUser: true, scenarios: [listedInPages, pageSizeLimits] });
