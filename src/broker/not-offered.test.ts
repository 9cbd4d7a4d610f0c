import { expect, test } from 'vitest';
import type { Facility } from '../targets/facility.ts';
import { notOffered } from './not-offered.ts';
import { wishOf } from './target-wish.ts';

const host = {
  storageModes: ['kubernetes'],
  variants: ['multi-user'],
  facilities: new Set<Facility>(['process']),
} as const;
type Asked = Parameters<typeof wishOf>;
const reasonFor = (scenario: Omit<Asked[0], 'name'>, lane: Asked[1]) =>
  notOffered(host, wishOf({ name: 'it', ...scenario }, lane))?.reason;

test('what a host has is offered, and what it lacks is named', () => {
  expect(reasonFor({ variant: 'multi-user', needs: ['process'] }, 'kubernetes/crd')).toBeUndefined();
  expect(reasonFor({ variant: 'multi-user' }, 'database/rest')).toBe('storage-mode-not-offered');
  expect(reasonFor({}, 'kubernetes/rest')).toBe('variant-not-offered');
  expect(reasonFor({ variant: 'multi-user', needs: ['process', 'cluster'] }, 'kubernetes/rest')).toBe(
    'facility-not-offered',
  );
});

test('a twin has a listing of its own where others share the target', () => {
  const owner = { variant: 'multi-user', ownsListing: true } as const;
  expect(reasonFor(owner, 'kubernetes/rest')).toBe('listing-shared');
  expect(reasonFor({ ...owner, twinOf: 'it' }, 'kubernetes/rest')).toBeUndefined();
});
