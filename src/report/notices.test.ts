import { expect, it } from 'vitest';
import { noticesOf } from './notices.ts';
import { sampleReport } from './sample-report.ts';

it('says that the target died, and how, before any number', () => {
  const report = sampleReport();
  const death = 'target-db-1 (database, variant default) ended by itself with SIGKILL';
  const titles = (run: typeof report.run) =>
    noticesOf({ ...report, run }).map(({ title, text }) => `${title}: ${text}`);
  expect(titles({ ...report.run, deaths: [death] }).join('\n')).toContain(`The target died: ${death}`);
  expect(titles(report.run).join('\n')).not.toContain('died');
});
