import { expect, test } from 'vitest';
import { modeCounts } from '../judgement/mode-counts.ts';
import { gateCountsText, modesSentence, namedCauses } from './cause-text.ts';
import { checkAnchor } from './check-anchor.ts';
import { sampleReport } from './testing/sample-report.ts';

test('a cause has the sentence of its requirement, its reason, and the anchor of its first check', () => {
  const [first] = namedCauses(sampleReport());
  expect(first).toMatchObject({
    name: 'GET by name immediately after POST succeeds (read-your-writes)',
    place: 'CRUD-04 in kubernetes/rest',
    anchor: 'CRUD-04.kubernetes-rest.pipeline-read-at-once',
  });
  expect(first?.sentence).toContain('404');
});

test('the gate counts causes by novelty', () => {
  expect(gateCountsText(sampleReport())).toBe(
    '3 new (3 checks), 0 changed, 1 fixed (1 check), 1 known cause (1 check)',
  );
});

test('one sentence says where the modes differ', () => {
  expect(modesSentence(modeCounts(sampleReport()))).toBe(
    'Of the requirements, 1 fails in both storage modes, 2 in Kubernetes mode only and 0 in database mode only; 0 are asked of Kubernetes mode only and fail there.',
  );
});

// Why: the names of files are made of it, and a report may come from elsewhere.
test('an anchor leads nowhere else', () => {
  expect(checkAnchor({ requirement: 'A-01', lane: 'database/rest', scenario: '../../x y"' })).toBe(
    'A-01.database-rest..._.._x_y_',
  );
});
