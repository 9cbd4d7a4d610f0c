import { expect, test } from 'vitest';
import { calledAs, calledSilently } from './called-as.ts';

// Why: whoever started with npm was told to end it with a program that is not installed.
test('hints have the words of the caller', () => {
  const start = { npm_package_name: 'kfp-conformance', npm_lifecycle_event: 'start' };
  expect(calledAs(start)).toBe('npm start --');
  expect(calledSilently(start)).toBe('npm start --silent --');
  expect(calledAs({ ...start, npm_lifecycle_event: 'test' })).toBe('kfp-conformance');
  expect(calledAs({ ...start, npm_package_name: 'another' })).toBe('kfp-conformance');
  expect(calledAs({})).toBe('kfp-conformance');
  expect(calledSilently({})).toBe('kfp-conformance');
});
