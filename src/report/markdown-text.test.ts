import { expect, test } from 'vitest';
import { markdownCell, markdownCode, markdownLink, markdownText } from './markdown-text.ts';

test.each([
  ['a `code_span` with *stars*', 'a `code_span` with \\*stars\\*'],
  ['storage/pipeline_store.go#L10, _marked_', 'storage/pipeline_store.go#L10, \\_marked\\_'],
  ['`` x `y` ` z', '\\`\\` x `y` \\` z'],
  ['a < b && c <b>&amp;', 'a < b && c \\<b>\\&amp;'],
  ['[a](b) ~~c~~ $d$ \\e', '\\[a](b) \\~\\~c\\~\\~ \\$d\\$ \\\\e'],
  ['# heading', '\\# heading'],
  ['1. first', '1\\. first'],
  ['- entry', '\\- entry'],
  ['--option is no list', '--option is no list'],
  ['two\n  lines', 'two lines'],
])('%j is the text %j', (text, expected) => {
  expect(markdownText(text)).toBe(expected);
});

test('a row of a table ends at no character of a text', () => {
  expect(markdownCell('a|b `c|d`')).toBe('a\\|b `c\\|d`');
});

test('a code span holds its back-ticks', () => {
  expect(markdownCode('{"a": 1}', 100)).toBe('`{"a": 1}`');
  expect(markdownCode('a `b` ``c', 100)).toBe('```a `b` ``c```');
  expect(markdownCode('`a`', 100)).toBe('`` `a` ``');
  expect(markdownCode('a\nb', 100)).toBe('`a b`');
  expect(markdownCode('abcdef', 3)).toBe('`abc … (3 more characters)`');
});

test('an address cannot end its link', () => {
  expect(markdownLink('here', 'https://a.example/x>)(y')).toBe('[here](<https://a.example/x%3E)(y>)');
});
