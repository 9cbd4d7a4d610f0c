import { describe, expect, it } from 'vitest';
import { encodePageToken, type PageToken } from './page-token.ts';
import { parseListRequest, type ListParameters, type ListTarget } from './list-request.ts';

const key = Buffer.alloc(32, 1);
const pipelines: ListTarget = { kind: 'pipelines', scope: 'kubeflow' };
const parse = (parameters: ListParameters, target = pipelines) => parseListRequest(target, parameters, key);
const filter = (...predicates: readonly object[]) => JSON.stringify({ predicates });
const nameIs = { key: 'name', operation: 'EQUALS', string_value: 'a+b%&"\\' };

const tokenFor = (parameters: ListParameters): string => {
  const { sortBy, descending, predicates } = parse(parameters);
  const token: PageToken = { ...pipelines, sortBy, descending, predicates, after: { sortValue: 'x', id: '1' } };
  return encodePageToken(token, key);
};

describe('parseListRequest', () => {
  it.each([
    ['', 20],
    ['0', 20],
    ['7', 7],
    ['500', 200],
  ])('page_size %j is %i', (text, size) => {
    expect(parse({ page_size: text }).pageSize).toBe(size);
  });

  it('takes filters decoded once, and those of clients that encode twice', () => {
    for (const text of [filter(nameIs), encodeURIComponent(filter(nameIs))]) {
      expect(parse({ filter: text }).predicates).toEqual([{ key: 'name', operation: 'EQUALS', values: ['a+b%&"\\'] }]);
    }
  });

  it.each([
    { key: 'created_at', operation: 'EQUALS', timestamp_value: '2026-01-31T12:00:00Z' },
    { key: 'created_at', operation: 'IN', long_values: { values: ['1769860800', 1] } },
    { key: 'name', operation: 'IN', string_values: { values: ['a', 'b'] } },
    { key: 'tags.team', operation: 'EQUALS', string_value: 'ads' },
    nameIs,
  ])('takes a token alone and with the same filter: %j', (predicate) => {
    const text = filter(predicate);
    const page_token = tokenFor({ filter: text, sort_by: 'name desc' });
    const alone = parse({ page_token });
    expect(alone).toMatchObject({ sortBy: 'name', descending: true, after: { sortValue: 'x', id: '1' } });
    expect(parse({ page_token, filter: text, sort_by: 'NAME desc', page_size: '3' })).toEqual({
      ...alone,
      pageSize: 3,
    });
  });

  it.each<[string, ListParameters, ListTarget?]>([
    ['a negative page size', { page_size: '-1' }],
    ['a page size that is no number', { page_size: 'many' }],
    ['an unknown sort field', { sort_by: 'status' }],
    ['three words', { sort_by: 'name desc now' }],
    ['a bad direction', { sort_by: 'name up' }],
    ['a filter that is no JSON', { filter: '{' }],
    ['a filter with an unknown field', { filter: '{"predicates":[],"x":1}' }],
    ['an unknown key', { filter: filter({ ...nameIs, key: 'owner' }) }],
    ['no key', { filter: filter({ operation: 'EQUALS', string_value: 'a' }) }],
    ['no operation', { filter: filter({ key: 'name', string_value: 'a' }) }],
    ['no value', { filter: filter({ key: 'name', operation: 'EQUALS' }) }],
    ['two values', { filter: filter({ ...nameIs, int_value: 1 }) }],
    ['IN with one value', { filter: filter({ key: 'name', operation: 'IN', string_value: 'a' }) }],
    ['EQUALS with a list', { filter: filter({ key: 'name', operation: 'EQUALS', string_values: { values: ['a'] } }) }],
    ['a tag by another operation', { filter: filter({ key: 'tags.a', operation: 'NOT_EQUALS', string_value: 'a' }) }],
    ['a tag by a number', { filter: filter({ key: 'tags.a', operation: 'EQUALS', int_value: 1 }) }],
    ['a token that is none', { page_token: 'bm90IGEgdG9rZW4=' }],
    ['an altered token', { page_token: `e${tokenFor({})}` }],
    ['a token of another pipeline', { page_token: tokenFor({}) }, { kind: 'versions', scope: 'kubeflow' }],
    ['another sort order', { page_token: tokenFor({ sort_by: 'name' }), sort_by: 'name desc' }],
    ['another filter', { page_token: tokenFor({ filter: filter(nameIs) }), filter: filter({ ...nameIs, key: 'id' }) }],
    ['a filter the token lacks', { page_token: tokenFor({}), filter: filter(nameIs) }],
  ])('refuses %s', (_title, parameters, target) => {
    expect(() => parse(parameters, target)).toThrow(expect.objectContaining({ name: 'ApiError', kind: 'invalid' }));
  });
});
