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
const installation = { ...host, lease: () => Promise.reject(new Error('not leased here')) } as const;
const reasonFor = (
  scenario: Omit<RequestArguments[0], 'name'>,
  lane: RequestArguments[1],
  offer: Parameters<typeof notOffered>[0] = host,
) => notOffered(offer, targetRequestFor({ name: 'it', ...scenario }, lane))?.reason;

test('a host offers its storage modes, variants and capabilities; the refusal names a missing one', () => {
  expect(reasonFor({ variant: 'multi-user', capabilities: ['process'] }, 'kubernetes/rest')).toBeUndefined();
  expect(reasonFor({ variant: 'multi-user' }, 'database/rest')).toBe('storage-mode-not-offered');
  expect(reasonFor({}, 'kubernetes/rest')).toBe('capability-not-offered');
  expect(reasonFor({ variant: 'multi-user', capabilities: ['process', 'cluster'] }, 'kubernetes/rest')).toBe(
    'capability-not-offered',
  );
});

test('a multi-user variant has a listing of its own on a shared target', () => {
  const owner = { variant: 'multi-user', exclusiveListing: true } as const;
  expect(reasonFor(owner, 'kubernetes/rest', installation)).toBe('needs-own-server');
  expect(reasonFor({ ...owner, multiUserVariantOf: 'it' }, 'kubernetes/rest', installation)).toBeUndefined();
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
    'the environment has no any-user (impersonation is denied) and no cluster (`--environment kind` has one)',
  );
});

// Why: the reason exempts from conformance, so only an installation may give it, and only for what no right could give.
test('an installation gives no variant that it does not run, and no capability that only an own server has', () => {
  const reason = (scenario: Parameters<typeof reasonFor>[0], unavailable = {}) =>
    reasonFor({ variant: 'multi-user', ...scenario }, 'kubernetes/rest', { ...installation, unavailable });
  expect(reason({ variant: 'user-prefix' })).toBe('needs-own-server');
  for (const capability of ['object-store', 'database-rows', 'audit-log', 'exclusive-listing'] as const)
    expect(reason({ capabilities: [capability] })).toBe('needs-own-server');
  expect(reason({ capabilities: ['replicas'] })).toBe('capability-not-offered');
});

test('a missing right is the reason, whatever else the scenario needs', () => {
  const reason = (scenario: Parameters<typeof reasonFor>[0], unavailable: object, variants = host.variants) =>
    reasonFor(scenario, 'kubernetes/rest', { ...installation, variants, unavailable });
  expect(reason({ variant: 'multi-user' }, { 'multi-user': 'no rights' }, [] as never)).toBe('permission-missing');
  expect(reason({ variant: 'multi-user', capabilities: ['any-user', 'audit-log'] }, { 'any-user': 'no rights' })).toBe(
    'permission-missing',
  );
});
