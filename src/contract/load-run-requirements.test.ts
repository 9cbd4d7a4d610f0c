import { expect, test } from 'vitest';
import { loadRequirements } from './load-requirements.ts';
import { loadRunRequirements, parseLoadRunRequirements } from './load-run-requirements.ts';

const found = await loadRunRequirements();

// An id in both catalogues would be decided twice, and a profile would contain what no scenario decides.
test('no requirement of a load run is one of conformance', async () => {
  const catalogue = await loadRequirements();
  expect(found.filter(({ id }) => catalogue.has(id))).toEqual([]);
});

test('each has a lane in which a load run can decide it', () => {
  expect(found.length).toBeGreaterThan(0);
  expect(found.filter(({ lanes }) => lanes.length === 0)).toEqual([]);
});

const entry = (changes: Readonly<Record<string, unknown>> = {}) => ({
  id: 'SCL-01',
  level: 'MAY',
  modes: 'D,K',
  text: 'A text',
  source: 'a source',
  ...changes,
});
const file = (...requirements: readonly object[]): string =>
  JSON.stringify([{ area: 'SCL', title: 'Scale', requirements }]);

test('lanes are those of its storage modes, except the ones that it excludes', () => {
  const [one] = parseLoadRunRequirements(file(entry({ without: { 'kubernetes/crd': 'has no such request' } })));
  expect(one).toMatchObject({ area: 'SCL', areaTitle: 'Scale', lanes: ['database/rest', 'kubernetes/rest'] });
});

test.each([
  ['a profile', [entry({ profile: 'core' })], 'profile'],
  ['the id of another area', [entry({ id: 'WH-22' })], 'WH-22 does not belong to area SCL'],
  ['an id twice', [entry(), entry()], 'SCL-01 is defined twice'],
])('%s is refused', (_, requirements, message) => {
  expect(() => parseLoadRunRequirements(file(...requirements))).toThrow(message);
});
