import { expect, test } from 'vitest';
import { reportAddresses, reportUrlOf } from './report-addresses.ts';

test.each(['ftp://a.example/x', 'javascript:alert(1)', 'report.html', ''])('--report-url %j is refused', (given) => {
  expect(() => reportUrlOf(given)).toThrow('expected an address that begins with http:// or https://');
});

test('an address with a password is refused without repeating it, and a fragment is cut off', () => {
  expect(() => reportUrlOf('https://me:secret@a.example/')).toThrow(/^--report-url: it has a user name(?!.*secret)/);
  expect(reportUrlOf('https://a.example/report.html?run=1#old')).toBe('https://a.example/report.html?run=1');
});

test('the run of GitHub Actions is known from all three variables only', () => {
  const environment = {
    GITHUB_SERVER_URL: 'https://github.example',
    GITHUB_REPOSITORY: 'kubeflow/pipelines',
    GITHUB_RUN_ID: '42',
  };
  expect(reportAddresses(undefined, environment)).toEqual({
    workflowUrl: 'https://github.example/kubeflow/pipelines/actions/runs/42',
  });
  expect(reportAddresses(undefined, { ...environment, GITHUB_RUN_ID: '' })).toEqual({});
  expect(reportAddresses(undefined, { ...environment, GITHUB_SERVER_URL: 'javascript:x' })).toEqual({});
  expect(reportAddresses('https://a.example/r', {})).toEqual({ reportUrl: 'https://a.example/r' });
});
