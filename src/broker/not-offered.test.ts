import { expect, test } from 'vitest';
import type { Capability } from '../contract/capability.ts';
import { notOffered } from './not-offered.ts';
import { targetRequestFor } from './target-request.ts';

const host = {
  storageModes: ['kubernetes'],
  variants: ['multi-user'],
  capabilities: new Set<Capability>(['process']),
} as const;
type Asked = Parameters<typeof targetRequestFor>;
const reasonFor = (scenario: Omit<Asked[0], 'name'>, lane: Asked[1]) =>
  notOffered(host, targetRequestFor({ name: 'it', ...scenario }, lane))?.reason;

test('what a host has is offered, and what it lacks is named', () => {
  expect(reasonFor({ variant: 'multi-user', capabilities: ['process'] }, 'kubernetes/rest')).toBeUndefined();
  expect(reasonFor({ variant: 'multi-user' }, 'database/rest')).toBe('storage-mode-not-offered');
  expect(reasonFor({}, 'kubernetes/rest')).toBe('variant-not-offered');
  expect(reasonFor({ variant: 'multi-user', capabilities: ['process', 'cluster'] }, 'kubernetes/rest')).toBe(
    'capability-not-offered',
  );
});

test('a twin has a listing of its own where others share the target', () => {
  const owner = { variant: 'multi-user', exclusiveListing: true } as const;
  expect(reasonFor(owner, 'kubernetes/rest')).toBe('listing-shared');
  expect(reasonFor({ ...owner, multiUserVariantOf: 'it' }, 'kubernetes/rest')).toBeUndefined();
});

test('the lane that writes through the Kubernetes API needs to be let', () => {
  const request = targetRequestFor(
    { name: 'it', variant: 'multi-user', capabilities: ['pipeline-objects'] },
    'kubernetes/crd',
  );
  expect(notOffered(host, request)?.message).toBe('the environment has no pipeline-objects');
  expect(reasonFor({ variant: 'multi-user' }, 'kubernetes/crd')).toBe('capability-not-offered');
});

test('more namespaces than there are to lend are not offered, and the remedy is told', () => {
  const request = targetRequestFor({ name: 'it', variant: 'multi-user', namespaces: 2 }, 'kubernetes/rest');
  expect(notOffered({ ...host, namespaceLimit: 2 }, request)).toBeUndefined();
  const unavailable = { namespaces: 'name more there' };
  expect(notOffered({ ...host, namespaceLimit: 1, unavailable }, request)).toMatchObject({
    reason: 'capability-not-offered',
    message: 'it needs 2 namespaces at once, and the environment lends 1 (name more there)',
  });
});

test('why something is missingPermissions stands in the message', () => {
  const unavailable = { 'multi-user': 'one may not create roles', 'any-user': 'nobody may' };
  const request = targetRequestFor(
    { name: 'it', variant: 'multi-user', capabilities: ['any-user', 'cluster'] },
    'kubernetes/rest',
  );
  expect(notOffered({ ...host, variants: [], unavailable }, request)?.message).toBe(
    'the target does not run in the variant multi-user (one may not create roles)',
  );
  expect(notOffered({ ...host, unavailable }, request)?.message).toBe(
    'the environment has no any-user (nobody may) and no cluster',
  );
});
