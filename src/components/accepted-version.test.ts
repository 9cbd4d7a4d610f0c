import { expect, test } from 'vitest';
import { isAccepted, isAtLeast } from './accepted-version.ts';

test('any patch level of the pinned minor release is accepted', () => {
  expect(isAccepted('etcd', '3.6.0')).toBe(true);
  expect(isAccepted('kube-apiserver', '1.34.99')).toBe(true);
});

// Why: many machines have another release of kubectl, and one of them reports `1.32.4-dispatcher`.
test('other minor releases are not accepted', () => {
  expect(isAccepted('kubectl', '1.32.4-dispatcher')).toBe(false);
  expect(isAccepted('etcd', '3.5.21')).toBe(false);
  expect(isAccepted('k6', '1.2.0')).toBe(false);
});

test.each([
  ['10.11.19', '10.6', true],
  ['10.6', '10.6', true],
  ['10.5.29', '10.6', false],
  ['11.4.2', '10.6', true],
  ['1.26.8', '1.26.0', true],
  ['1.25', '1.26.0', false],
  ['1.26rc1', '1.26.0', false],
  ['devel', '1.26.0', false],
])('%s against a minimum of %s: %s', (version, minimum, expected) => {
  expect(isAtLeast(version, minimum)).toBe(expected);
});
