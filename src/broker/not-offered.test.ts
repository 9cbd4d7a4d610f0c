import { expect, test } from 'vitest';
import type { Capability } from '../contract/capability.ts';
import { notOffered } from './not-offered.ts';
import { targetRequestFor } from './target-request.ts';

const host = {
  storageModes: ['kubernetes'],
  variants: ['multi-user'],
  capabilities: new Set<Capability>(['process']),
} as const;
type RequestArguments = Parameters<typeof targetRequestFor>;
const reasonFor = (scenario: Omit<RequestArguments[0], 'name'>, lane: RequestArguments[1]) =>
  notOffered(host, targetRequestFor({ name: 'it', ...scenario }, lane))?.reason;

test('a host offers its storage modes, variants and capabilities; the refusal names a missing one', () => {
  expect(reasonFor({ variant: 'multi-user', capabilities: ['process'] }, 'kubernetes/rest')).toBeUndefined();
  expect(reasonFor({ variant: 'multi-user' }, 'database/rest')).toBe('storage-mode-not-offered');
  expect(reasonFor({}, 'kubernetes/rest')).toBe('variant-not-offered');
  expect(reasonFor({ variant: 'multi-user', capabilities: ['process', 'cluster'] }, 'kubernetes/rest')).toBe(
    'capability-not-offered',
  );
});

test('a multi-user variant has a listing of its own on a shared target', () => {
  const owner = { variant: 'multi-user', exclusiveListing: true } as const;
  expect(reasonFor(owner, 'kubernetes/rest')).toBe('listing-shared');
  expect(reasonFor({ ...owner, multiUserVariantOf: 'it' }, 'kubernetes/rest')).toBeUndefined();
});

test('the lane that writes through the Kubernetes API needs the capability pipeline-objects', () => {
  const request = targetRequestFor(
    { name: 'it', variant: 'multi-user', capabilities: ['pipeline-objects'] },
    'kubernetes/crd',
  );
  expect(notOffered(host, request)?.message).toBe('the environment has no pipeline-objects');
  expect(reasonFor({ variant: 'multi-user' }, 'kubernetes/crd')).toBe('capability-not-offered');
});

test('more namespaces than the pool has are not offered, and the message contains the remedy', () => {
  const request = targetRequestFor({ name: 'it', variant: 'multi-user', namespaces: 2 }, 'kubernetes/rest');
  expect(notOffered({ ...host, namespaceLimit: 2 }, request)).toBeUndefined();
  const unavailable = { namespaces: 'name more namespaces' };
  expect(notOffered({ ...host, namespaceLimit: 1, unavailable }, request)).toMatchObject({
    reason: 'capability-not-offered',
    message: 'it needs 2 namespaces at once; the environment provides 1 (name more namespaces)',
  });
});

test('the message contains the reason why a variant or a capability is unavailable', () => {
  const unavailable = { 'multi-user': 'roles cannot be created', 'any-user': 'impersonation is denied' };
  const request = targetRequestFor(
    { name: 'it', variant: 'multi-user', capabilities: ['any-user', 'cluster'] },
    'kubernetes/rest',
  );
  expect(notOffered({ ...host, variants: [], unavailable }, request)?.message).toBe(
    'the target does not run in the variant multi-user (roles cannot be created)',
  );
  expect(notOffered({ ...host, unavailable }, request)?.message).toBe(
    'the environment has no any-user (impersonation is denied) and no cluster',
  );
});
