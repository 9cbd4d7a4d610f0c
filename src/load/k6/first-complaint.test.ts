import { expect, test } from 'vitest';
import { firstComplaint } from './first-complaint.ts';

// Why: the log of k6 goes with its environment, and "3 answers were wrong" alone helps nobody.
test('the first warning of a script is told in one line, without the quoting of the log', () => {
  expect(
    firstComplaint([
      'time="2026-12-01T14:00:00Z" level=info msg="starting" source=k6',
      'time="2026-12-01T14:00:01Z" level=warning msg="POST http://127.0.0.1:1/p: expected status 200, got 500  {\\"code\\":13}\\n" source=console',
      'time="2026-12-01T14:00:02Z" level=error msg=other source=console',
    ]),
  ).toBe('POST http://127.0.0.1:1/p: expected status 200, got 500  {"code":13}');
});

test('a log without warnings has none', () => {
  expect(firstComplaint(['time="2026-12-01T14:00:00Z" level=info msg="starting" source=k6'])).toBeUndefined();
});
