import { soft } from '../../../src/scenarios/assert.ts';
import type { Query } from '../../../src/clients/kfp.ts';
import type { Scenario } from '../../../src/scenarios/scenario.ts';
import { defineSuite } from '../../../src/scenarios/suite.ts';
import { alteredTokens } from './altered-tokens.ts';
import { labelsShown, type FilterPredicate } from '../../expectations/listing.ts';
import { writtenSet } from './written-set.ts';

const base64 = (text: string): string => Buffer.from(text).toString('base64');

const listRequestRefused: Scenario = {
  name: 'list-request-refused',
  writes: 2,
  checks: ['LIST-12', 'LIST-13'],
  observes: ['sort_by', 'page_token'],
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
      soft.deepEqual(found, allInvalid(found), 'a sort_by that means nothing is refused');
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
      soft.deepEqual(found, allInvalid(found), 'a page_token that is none is refused');
    });
  },
};

const labels = ['t1', 't2', 't3', 't4', 't5', 't6'];
const byName = { sort_by: 'name', page_size: 2 };

/** Conditions that match all items, one for each type of value. */
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
  observes: ['sort_by with a token', 'pages of several sizes'],
  async run(context) {
    const { check, observe } = context;
    const { listings } = await writtenSet(context, labels, { draft: () => ({ displayName: 'Tokens' }) });
    await check('LIST-15', async () => {
      const found: Record<string, unknown> = {};
      for (const listing of listings) {
        const page_token = (await listing.page(byName)).next;
        const kind = async (sort_by: string) =>
          (await listing.page({ page_size: 2, sort_by, page_token, filter: listing.filter() })).kind;
        found[listing.of] = {
          same: await kind('name'),
          otherField: await kind('id'),
          otherDirection: await kind('name desc'),
        };
      }
      observe('sort_by with a token', found);
      const expected = { same: 'ok', otherField: 'invalid', otherDirection: 'invalid' };
      soft.deepEqual(
        found,
        { pipelines: expected, versions: expected },
        'with a token, sort_by is the same or refused',
      );
    });
    await check('LIST-16', async () => {
      const found: Record<string, unknown> = {};
      for (const listing of listings)
        for (const [what, predicate] of Object.entries(filters)) {
          const query = { ...byName, filter: listing.filter(predicate) };
          const first = await listing.page(query);
          const second = await listing.page({ ...query, page_token: first.next });
          found[`${listing.of}: ${what}`] = [first.kind, second.kind, ...second.labels].join(' ');
        }
      const expected = Object.fromEntries(Object.keys(found).map((what) => [what, 'ok ok t3 t4']));
      soft.deepEqual(found, expected, 'a token goes with the filter it was given out for');
    });
    await check('LIST-17', async () => {
      const found: Record<string, unknown> = {};
      const observed: Record<string, unknown> = {};
      for (const listing of listings) {
        const first = await listing.page({ sort_by: 'name', page_size: 1 });
        const second = await listing.page({ page_size: 3, page_token: first.next });
        const third = await listing.page({ page_size: 200, page_token: second.next });
        found[listing.of] = [first, second, third].map((page) => page.labels);
        observed[listing.of] = [first, second, third].map(labelsShown);
      }
      observe('pages of several sizes', observed);
      const expected = [['t1'], ['t2', 't3', 't4'], ['t5', 't6']];
      soft.deepEqual(found, { pipelines: expected, versions: expected }, 'page_size may change between pages');
    });
  },
};

/** An answer delayed by the SLEEP in the token would take longer than this. */
const executedAfterMs = 10_000;

const tokensAltered: Scenario = {
  name: 'tokens-altered',
  writes: 12,
  checks: ['LIST-14'],
  observes: ['what is left'],
  async run(context) {
    const { check, observe } = context;
    const { listings } = await writtenSet(context, labels);
    await check('LIST-14', async () => {
      const wrong: Record<string, string> = {};
      const remaining: Record<string, readonly string[]> = {};
      const observed: Record<string, unknown> = {};
      for (const listing of listings) {
        const filter = listing.filter({ key: 'name', operation: 'IS_SUBSTRING', string_value: 't' });
        const token = (await listing.page({ ...byName, filter })).next;
        for (const { what, token: page_token, mayBeText } of alteredTokens(token)) {
          const started = performance.now();
          const { kind } = await listing.page({ page_size: 2, page_token });
          const answer = performance.now() - started > executedAfterMs ? 'executed' : kind;
          if (answer !== 'invalid' && !(mayBeText && answer === 'ok')) wrong[`${listing.of}: ${what}`] = answer;
        }
        const left = await listing.page({ sort_by: 'name', page_size: 200 });
        remaining[listing.of] = left.labels;
        observed[listing.of] = labelsShown(left);
      }
      observe('what is left', observed);
      soft.deepEqual(remaining, { pipelines: labels, versions: labels }, 'no token changed anything');
      soft.deepEqual(wrong, {}, 'a token that was altered is refused, and SQL in its values is text');
    });
  },
};

export default defineSuite({
  title: 'LIST: parameters and tokens',
  alsoMultiUser: true,
  scenarios: [listRequestRefused, tokensContinue, tokensAltered],
});
