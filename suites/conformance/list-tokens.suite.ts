import assert from 'node:assert/strict';
import type { Query } from '../../src/clients/kfp.ts';
import type { Scenario } from '../../src/scenarios/scenario.ts';
import { defineSuite } from '../../src/scenarios/suite.ts';
import { alteredTokens } from '../expectations/altered-tokens.ts';
import type { FilterPredicate } from '../expectations/listing.ts';
import { pagesOf } from '../expectations/pages-of.ts';
import { writtenSet } from '../expectations/written-set.ts';

const base64 = (text: string): string => Buffer.from(text).toString('base64');

const listRequestRefused: Scenario = {
  name: 'list-request-refused',
  writes: 2,
  checks: ['LIST-12', 'LIST-13'],
  async run(context) {
    const { check, observe } = context;
    const { listings } = await writtenSet(context, ['p']);
    const kinds = async (queries: Readonly<Record<string, Query>>) => {
      const found: Record<string, string> = {};
      for (const listing of listings)
        for (const [what, query] of Object.entries(queries))
          found[`${listing.of}: ${what}`] = (await listing.page(query)).kind;
      return found;
    };
    const allInvalid = (found: Readonly<Record<string, string>>) =>
      Object.fromEntries(Object.keys(found).map((what) => [what, 'invalid']));
    await check('LIST-12', async () => {
      const found = await kinds({
        'unknown field': { sort_by: 'colour' },
        'field of the database': { sort_by: 'UUID' },
        'three words': { sort_by: 'name asc please' },
        'bad direction': { sort_by: 'name upwards' },
      });
      observe('sort_by', found);
      assert.deepEqual(found, allInvalid(found), 'a sort_by that means nothing is refused');
    });
    await check('LIST-13', async () => {
      const found = await kinds({
        'not base64': { page_token: '***' },
        'not JSON': { page_token: base64('no token') },
        'cut JSON': { page_token: base64('{"SortByFieldName":') },
        'a JSON list': { page_token: base64('[1]') },
        'not base64, long': { page_token: '%'.repeat(2_000) },
      });
      observe('page_token', found);
      assert.deepEqual(found, allInvalid(found), 'a page_token that is none is refused');
    });
  },
};

const labels = ['t1', 't2', 't3', 't4', 't5', 't6'];
const byName = { sort_by: 'name', page_size: 2 };

/** Conditions that hold for all of them, one of each kind of value. */
const filters: Readonly<Record<string, FilterPredicate>> = {
  'EQUALS a text': { key: 'display_name', operation: 'EQUALS', string_value: 'Tokens' },
  'IS_SUBSTRING a text': { key: 'display_name', operation: 'IS_SUBSTRING', string_value: 'Toke' },
  'NOT_EQUALS a time': { key: 'created_at', operation: 'NOT_EQUALS', timestamp_value: '2001-02-03T04:05:06Z' },
  'NOT_EQUALS an integer': { key: 'created_at', operation: 'NOT_EQUALS', long_value: 981_173_106 },
  'IN texts': { key: 'display_name', operation: 'IN', string_values: { values: ['Tokens', 'Others'] } },
};

const tokensContinue: Scenario = {
  name: 'tokens-continue',
  writes: 12,
  checks: ['LIST-15', 'LIST-16', 'LIST-17'],
  async run(context) {
    const { check, observe } = context;
    const { listings } = await writtenSet(context, labels, { draft: () => ({ displayName: 'Tokens' }) });
    await check('LIST-15', async () => {
      for (const listing of listings) {
        const page_token = (await listing.page(byName)).next;
        const kind = async (sort_by: string) =>
          (await listing.page({ page_size: 2, sort_by, page_token, filter: listing.filter() })).kind;
        const found = {
          same: await kind('name'),
          otherField: await kind('id'),
          otherDirection: await kind('name desc'),
        };
        observe(`sort_by with a token of ${listing.of}`, found);
        const expected = { same: 'ok', otherField: 'invalid', otherDirection: 'invalid' };
        assert.deepEqual(found, expected, `${listing.of}: with a token, sort_by is the same or refused`);
      }
    });
    await check('LIST-16', async () => {
      for (const listing of listings) {
        const found: Record<string, unknown> = {};
        for (const [what, predicate] of Object.entries(filters)) {
          const query = { ...byName, filter: listing.filter(predicate) };
          const first = await listing.page(query);
          const second = await listing.page({ ...query, page_token: first.next });
          found[what] = [first.kind, second.kind, ...second.labels];
        }
        const expected = Object.fromEntries(Object.keys(filters).map((what) => [what, ['ok', 'ok', 't3', 't4']]));
        assert.deepEqual(found, expected, `${listing.of}: a token goes with the filter it was given out for`);
      }
    });
    await check('LIST-17', async () => {
      for (const listing of listings) {
        const first = await listing.page({ sort_by: 'name', page_size: 1 });
        const second = await listing.page({ page_size: 3, page_token: first.next });
        const third = await listing.page({ page_size: 200, page_token: second.next });
        const pages = [first, second, third].map((page) => page.labels);
        observe(`${listing.of} in pages of several sizes`, pages);
        assert.deepEqual(
          pages,
          [['t1'], ['t2', 't3', 't4'], ['t5', 't6']],
          `${listing.of}: page_size may change between pages`,
        );
      }
    });
  },
};

/** Had an answer waited for the SLEEP in the token, it would have taken longer than this. */
const executedAfterMs = 10_000;

const tokensAltered: Scenario = {
  name: 'tokens-altered',
  writes: 12,
  checks: ['LIST-14'],
  async run(context) {
    const { check, observe } = context;
    const { listings } = await writtenSet(context, labels);
    await check('LIST-14', async () => {
      for (const listing of listings) {
        const filter = listing.filter({ key: 'name', operation: 'IS_SUBSTRING', string_value: 't' });
        const token = (await listing.page({ ...byName, filter })).next;
        const { refused, data } = alteredTokens(token);
        const answers = async (tokens: Readonly<Record<string, string>>) => {
          const found: Record<string, string> = {};
          for (const [what, page_token] of Object.entries(tokens)) {
            const started = performance.now();
            const { kind } = await listing.page({ page_size: 2, page_token });
            found[what] = performance.now() - started > executedAfterMs ? 'executed' : kind;
          }
          return found;
        };
        const found = await answers(refused);
        const expected = Object.fromEntries(Object.keys(refused).map((what) => [what, 'invalid']));
        assert.deepEqual(found, expected, `${listing.of}: a token that was altered is refused`);
        const values = Object.values(await answers(data)).filter((kind) => kind !== 'ok' && kind !== 'invalid');
        assert.deepEqual(values, [], `${listing.of}: SQL in the values of a token is text`);
        const left = (await pagesOf(listing, { sort_by: 'name', page_size: 200 })).flatMap((page) => page.labels);
        observe(`${listing.of} afterwards`, left);
        assert.deepEqual(left, labels, `${listing.of}: no token changed anything`);
      }
    });
  },
};

export default defineSuite({
  title: 'LIST: parameters and tokens',
  scenarios: [listRequestRefused, tokensContinue, tokensAltered],
});
