import { AssertionError } from 'node:assert';
import { expect, test } from 'vitest';
import { UnusableAnswerError } from '../contract/exchange.ts';
import { isFinding } from '../judgement/check-error.ts';
import { receivedAnswer } from '../testing/received-answer.ts';
import { itemsOf, jsonOf, number, object, objects, presence, readingOf, requireUsable, text } from './json-response.ts';

const html = '<html><body>Please log in</body></html>';
const status = { kind: 'Status', message: 'forbidden' };
const emptyList = { kind: 'PipelineList', items: [] };
const rest = (code: number, body?: unknown) => receivedAnswer('rest', code, body);
const kubernetes = (code: number, body?: unknown) => receivedAnswer('kubernetes', code, body);

const thrownBy = (act: () => unknown): unknown => {
  try {
    return act();
  } catch (cause) {
    return cause;
  }
};

// Why: an answer that was no list, or was refused, was read as a list of nothing.
test.each([
  ['403 of the Kubernetes API', kubernetes(403, status)],
  ['500 of the Kubernetes API', kubernetes(500, status)],
  ['429 of the Kubernetes API', kubernetes(429)],
  ['an object that is no list', kubernetes(200, { kind: 'Pipeline', items: [] })],
  ['an object without a kind', kubernetes(200, {})],
  ['items that are null', kubernetes(200, { kind: 'PipelineList', items: null })],
  ['items that are no objects', kubernetes(200, { kind: 'PipelineList', items: ['a'] })],
  ['a list without items', kubernetes(200, { kind: 'PipelineList' })],
  ['a JSON array of the Kubernetes API', kubernetes(200, [])],
  ['HTML', kubernetes(200, html)],
  ['HTML by REST', rest(200, html)],
  ['an empty body', rest(200, '')],
  ['a redirect', rest(302, html)],
])('what says nothing about the target is no list and no finding: %s', (_, answer) => {
  const thrown = thrownBy(() => itemsOf(answer, answer.surface === 'rest' ? 'pipelines' : 'items'));
  expect(thrown).toBeInstanceOf(UnusableAnswerError);
  expect(isFinding(thrown)).toBe(false);
});

test.each([
  ['403', rest(403, { code: 7 })],
  ['500', rest(500, { code: 13 })],
  ['503 without JSON', rest(503, html)],
  ['404', rest(404, { code: 5 })],
  ['a JSON array', rest(200, [])],
  ['a list that is null', rest(200, { pipelines: null })],
  ['a list that is an object', rest(200, { pipelines: {} })],
  ['a list of texts', rest(200, { pipelines: ['a'] })],
])("a REST answer that is no list is the target's own, and a finding: %s", (_, answer) => {
  const thrown = thrownBy(() => itemsOf(answer, 'pipelines'));
  expect(thrown).toBeInstanceOf(AssertionError);
  expect(isFinding(thrown)).toBe(true);
});

test('lists: KFP omits empty ones, and the Kubernetes API writes null for an empty list of metadata only', () => {
  expect(itemsOf(rest(200, {}), 'pipelines')).toEqual([]);
  expect(itemsOf(rest(200, { pipelines: [{ name: 'a' }] }), 'pipelines')).toEqual([{ name: 'a' }]);
  expect(itemsOf(kubernetes(200, emptyList), 'items')).toEqual([]);
  expect(itemsOf(kubernetes(200, { kind: 'PipelineList', items: [{ kind: 'Pipeline' }] }), 'items')).toHaveLength(1);
  expect(itemsOf(kubernetes(200, { kind: 'PartialObjectMetadataList', items: null }), 'items')).toEqual([]);
});

test('absence is a 404, and nothing else', () => {
  expect(presence(kubernetes(404, status))).toBe('absent');
  expect(presence(rest(404, { code: 5 }))).toBe('absent');
  expect(presence(kubernetes(200, { kind: 'Pipeline' }))).toBe('present');
  for (const answer of [kubernetes(403, status), kubernetes(500), kubernetes(200, html), rest(302)])
    expect(() => presence(answer)).toThrow(UnusableAnswerError);
  for (const answer of [rest(403, {}), rest(500, {}), rest(200, [])])
    expect(() => presence(answer)).toThrow(AssertionError);
});

test('the error names method, path, status, expectation, and the beginning of the body', () => {
  const asked = { method: 'GET', target: '/apis/x/pipelines?limit=1' };
  const answer = receivedAnswer('kubernetes', 403, `${html}\n${'x'.repeat(500)}`, asked);
  const thrown = thrownBy(() => itemsOf(answer, 'items')) as UnusableAnswerError;
  expect(thrown.status).toBe(403);
  expect(thrown.message).toMatch(
    /^GET \/apis\/x\/pipelines\?limit=1: expected .*, got 403: <html>.*… \(\d+ characters\)/,
  );
  expect(thrown.message).toContain('none of the target');
  expect(thrown.message).not.toContain('\n');
});

test('a refused write to the Kubernetes API may be the decision of a webhook of the target, so it is a finding', () => {
  const refused = receivedAnswer('kubernetes', 500, status, { method: 'POST', target: '/x' });
  expect(() => jsonOf(refused)).toThrow(AssertionError);
  expect(readingOf(refused)).toEqual({ says: 'refused' });
});

// Why: 200 that was no JSON, and a redirect to a login page, were findings about the target in checks of a status alone.
test('both clients refuse a redirect, and a success without JSON', () => {
  for (const answer of [rest(200, html), rest(200), rest(302), kubernetes(200, html), kubernetes(307)])
    expect(() => requireUsable(answer)).toThrow(UnusableAnswerError);
  for (const answer of [rest(200, {}), rest(200, []), rest(500, html), rest(404, '404 page not found')])
    expect(requireUsable(answer)).toBe(answer);
});

test('the redirect of a path to its clean form is given by KFP itself', () => {
  const asked = { method: 'GET', target: '/apis/v2beta1/pipelines//versions?page_size=1' };
  const redirect = (location: string) => ({ ...receivedAnswer('rest', 301, '', asked), headers: { location } });
  expect(requireUsable(redirect('/apis/v2beta1/pipelines/versions?page_size=1'))).toMatchObject({ status: 301 });
  for (const location of ['/dex/auth?back=x', 'https://login.example.com/', 'http://', ''])
    expect(() => requireUsable(redirect(location))).toThrow(UnusableAnswerError);
});

test('a watch is answered with one object a line', () => {
  const asked = { method: 'GET', target: '/x?watch=true&timeoutSeconds=1' };
  for (const body of ['', '{"type":"ADDED"}\n{"type":"ADDED"}\n'])
    expect(requireUsable(receivedAnswer('kubernetes', 200, body, asked)).body).toBe(body);
});

// Why: a field of another type was read as absent, and equal to the empty value that a check expected.
test('a field that is absent or null has its zero value, and one of another type is a finding', () => {
  for (const json of [{}, { field: null }]) {
    expect(text(json, 'field')).toBe('');
    expect(number(json, 'field')).toBe(0);
    expect(object(json, 'field')).toEqual({});
    expect(objects(json, 'field')).toEqual([]);
  }
  expect(() => text({ field: 5 }, 'field')).toThrow(/expected the field field to be a text, got 5/);
  expect(() => number({ field: '5' }, 'field')).toThrow(AssertionError);
  expect(() => object({ field: [] }, 'field')).toThrow(AssertionError);
  expect(() => objects({ field: {} }, 'field')).toThrow(AssertionError);
});
