import { expect, test } from 'vitest';
import { parseMetricSample } from './metric-sample.ts';

test.each<[string, string, Record<string, string>, number]>([
  ['a plain value', 'go_goroutines 42', {}, 42],
  ['an exponent', 'etcd_server_quota_backend_bytes 8.589934592e+09', {}, 8589934592],
  ['the last bucket of a histogram', 'x_bucket{verb="GET",le="+Inf"} 17', { verb: 'GET', le: '+Inf' }, 17],
  ['escapes', String.raw`x{a="say \"hi\"",b="C:\\n",c="one\ntwo"} 1`, { a: 'say "hi"', b: 'C:\\n', c: 'one\ntwo' }, 1],
  ['braces, commas, blanks and equals signs in a value', 'x{a="{b,c=d} 5"} 2', { a: '{b,c=d} 5' }, 2],
  ['a trailing comma and blanks', 'x{ a = "b" , } 3', { a: 'b' }, 3],
  ['empty labels', 'x{} 3', {}, 3],
  ['an empty value of a label', 'x{component=""} 3', { component: '' }, 3],
  ['a timestamp', 'x 3 1764583200000', {}, 3],
  ['an exemplar', 'x_bucket{le="1"} 3 # {trace_id="ab"} 0.5 1764583200.1', { le: '1' }, 3],
  ['negative infinity', 'x -Inf', {}, -Infinity],
])('%s', (_, line, labels, value) => {
  expect(parseMetricSample(line)).toEqual({ name: line.split(/[ {]/, 1)[0], labels, value });
});

test('a summary without observations has no value', () => {
  expect(parseMetricSample('x{quantile="0.5"} NaN').value).toBeNaN();
});

test.each(['x', 'x{a="b" 3', 'x{a=b} 3', 'x{a="b"}', '{a="b"} 3', 'x three', 'x{a="b"}c="d"} 3'])(
  'the malformed line %s is shown in the error',
  (line) => {
    expect(() => parseMetricSample(line)).toThrow(line);
  },
);
