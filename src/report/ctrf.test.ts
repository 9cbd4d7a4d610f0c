import { expect, test } from 'vitest';
import { z } from 'zod';
import { ctrfJson } from './ctrf.ts';
import { reportOf, twoDefects } from './testing/many-failures.ts';
import { greenReport, sampleReport } from './testing/sample-report.ts';

const status = z.enum(['passed', 'failed', 'skipped', 'pending', 'other']);
const count = z.int();

/** The part of the published schema (ctrf-io/ctrf, schema/ctrf.schema.json) that has keys which are written here. */
const schema = z.strictObject({
  reportFormat: z.literal('CTRF'),
  specVersion: z.string().regex(/^\d+\.\d+\.\d+$/),
  timestamp: z.iso.datetime(),
  generatedBy: z.string(),
  results: z.strictObject({
    tool: z.strictObject({ name: z.string().min(1), version: z.string() }),
    summary: z.strictObject({
      tests: count,
      passed: count,
      failed: count,
      skipped: count,
      pending: count,
      other: count,
      start: count,
      stop: count,
    }),
    tests: z.array(
      z.strictObject({
        name: z.string().min(1),
        status,
        duration: count,
        suite: z.array(z.string()).min(1),
        rawStatus: z.string(),
        message: z.string().optional(),
        trace: z.string().optional(),
        filePath: z.string().optional(),
        line: count.optional(),
        tags: z.array(z.string()).optional(),
        extra: z.record(z.string(), z.unknown()),
      }),
    ),
    environment: z.strictObject({
      appName: z.string(),
      appVersion: z.string(),
      testEnvironment: z.string(),
      buildUrl: z.string().optional(),
      healthy: z.boolean(),
    }),
  }),
});

const parsed = (report: Parameters<typeof ctrfJson>[0]) => schema.parse(JSON.parse(ctrfJson(report)));

test('every report is a document of the format, whose counts agree with its tests', () => {
  for (const report of [sampleReport(), greenReport(), twoDefects()]) {
    const { summary, tests } = parsed(report).results;
    expect(tests).toHaveLength(report.summary.checks);
    const of = (one: string): number => tests.filter((entry) => entry.status === one).length;
    expect(summary).toMatchObject({
      tests: tests.length,
      passed: of('passed'),
      failed: of('failed'),
      skipped: of('skipped'),
    });
    expect(summary.stop - summary.start).toBe(67_250);
  }
});

test('what shuts the gate is failed, and what is known, recorded or does not apply is skipped', () => {
  const { tests, environment } = parsed(sampleReport()).results;
  expect(Object.fromEntries(tests.map((one) => [one.rawStatus, one.status]))).toEqual({
    passed: 'passed',
    failed: 'failed',
    blocked: 'failed',
    'stale-baseline': 'failed',
    error: 'failed',
    'known-failure': 'skipped',
    'not-applicable': 'skipped',
    recorded: 'skipped',
  });
  expect(environment.healthy).toBe(false);
  expect(parsed(greenReport()).results.environment.healthy).toBe(true);
});

test('a test has the name, place and time that JUnit gives it, and a failure says where its details are', () => {
  const report = twoDefects();
  const times = [{ scenario: 'story-of-CRUD-15', lane: 'kubernetes/rest' as const, seconds: 3, requests: 1 }];
  const [first] = parsed({
    ...report,
    run: { ...report.run, scenarios: times, reportUrl: 'https://reports.example/r.html' },
  }).results.tests;
  expect(first).toMatchObject({
    name: 'CRUD-15 story-of-CRUD-15',
    suite: ['kfp', 'core', 'CRUD', 'kubernetes-rest'],
    duration: 1500,
    filePath: 'suites/conformance/made-up/story-of-CRUD-15.suite.ts',
    line: 1,
    message: 'the description is kept',
  });
  expect(first?.trace).toContain('https://reports.example/r.html#CRUD-15.kubernetes-rest.story-of-CRUD-15');
});

test('a changed failure says what is known', () => {
  const [first] = parsed(reportOf([{ requirement: 'CRUD-15', baselineReason: 'it forgets' }])).results.tests;
  expect(first?.trace).toContain('\nknown before: it forgets\n');
});
