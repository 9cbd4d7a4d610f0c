import { expect, test } from 'vitest';
import { notInForce } from './in-force.ts';

test('a requirement is in force from the release that introduced it to the one that removed it', () => {
  const requirement = { since: '2.15.0', until: '2.18.0' };
  expect(notInForce(requirement, '2.14.3')).toBe('required since release 2.15.0; the target is release 2.14.3');
  expect(notInForce(requirement, 'v2.15.0')).toBeUndefined();
  expect(notInForce(requirement, '2.17')).toBeUndefined();
  expect(notInForce(requirement, '2.18.0')).toBe('not required from release 2.18.0 on; the target is release 2.18.0');
  expect(notInForce({}, '0.1.0')).toBeUndefined();
});

// Why: compared as texts, 2.9.0 would be newer than 2.15.0.
test('releases are compared by number', () => {
  expect(notInForce({ since: '2.15.0' }, '2.9.0')).toBeDefined();
});

test('a pre-release is exempt from nothing that its release must meet', () => {
  expect(notInForce({ since: '2.15.0' }, '2.15.0-rc.1')).toBeUndefined();
  expect(notInForce({ until: '2.15.0' }, '2.15.0-rc.1')).toBeUndefined();
});

// Why: a release that nobody knows must not exempt a target from anything.
test.each(['unknown', '', 'master', 'sha-1234567', '7b70c7b95f'])('nothing is exempt in release "%s"', (release) => {
  expect(notInForce({ since: '99.0.0', until: '1.0.0' }, release)).toBeUndefined();
});
