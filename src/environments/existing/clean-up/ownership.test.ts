import { expect, test } from 'vitest';
import { runLabel } from '../../../cluster/own-labels.ts';
import { isOwn } from './ownership.ts';

const own = isOwn({ runId: '20261123T080000Z-7', prefixes: ['k3f9a1c2', 'k0000001'] });

test.each([
  { name: 'k3f9a1c2-first' },
  { name: 'My K3F9A1C2 Pipe.yaml' },
  { name: 'ns-k0000001-second' },
  { name: 'k0000001xxxxxxxx' },
  { name: 'default', namespace: 'ns-k0000001' },
  { name: 'owner', namespace: 'team-a', labels: { [runLabel]: '20261123T080000Z-7' } },
])('$name in $namespace belongs to the run', (thing) => {
  expect(own(thing)).toBe(true);
});

test.each([
  { name: 'k3f9a1c3-first' },
  { name: 'task3f9a1c2' },
  { name: 'owner', namespace: 'team-a' },
  { name: 'owner', namespace: 'team-a', labels: { [runLabel]: '20261123T080000Z-8' } },
])('$name in $namespace does not belong to the run', (thing) => {
  // Every object that is taken for the run's own is deleted.
  expect(own(thing)).toBe(false);
});

test.each(['', 'k', 'ns', 'kube-system'])(
  'the prefix "%s" is rejected because names of other objects may begin with it',
  (prefix) => {
    expect(() => isOwn({ runId: '', prefixes: [prefix] })).toThrow('is not a prefix of a run');
  },
);

test('an object with an empty label does not belong to a run without an id', () => {
  expect(isOwn({ runId: '', prefixes: ['k0000001'] })({ name: 'theirs', labels: { [runLabel]: '' } })).toBe(false);
});
