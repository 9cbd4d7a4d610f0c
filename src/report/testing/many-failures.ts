import type { LaneName } from '../../contract/lane-name.ts';
import type { CheckEntry, Report, RequirementResult } from '../../judgement/schema.ts';
import { sampleReport } from './sample-report.ts';

/** A failed check of a made-up report. */
export interface SeededCheck extends Partial<CheckEntry> {
  readonly requirement: string;
  readonly lane?: LaneName;
  readonly vulnerability?: boolean;
}

const scenarioOf = ({ requirement, scenario }: SeededCheck): string => scenario ?? `story-of-${requirement}`;

const entry = (seeded: SeededCheck): CheckEntry => {
  const { requirement, lane: _lane, vulnerability: _vulnerability, ...rest } = seeded;
  return {
    profile: 'core',
    outcome: 'failed',
    message: `${requirement} holds`,
    ...rest,
    scenario: scenarioOf(seeded),
  };
};

/** A report of these failures, without a baseline. */
export const reportOf = (checks: readonly SeededCheck[], change: Partial<Report> = {}): Report => {
  const requirements = [...Map.groupBy(checks, ({ requirement }) => requirement)].map(
    ([id, own]): RequirementResult => ({
      id,
      area: id.split('-')[0] ?? '',
      level: 'MUST',
      profile: 'core',
      text: `what ${id} asks for holds`,
      source: 'KEP',
      databaseDependent: false,
      vulnerability: own.some(({ vulnerability }) => vulnerability === true),
      lanes: Object.fromEntries(
        [...Map.groupBy(own, ({ lane = 'kubernetes/rest' }) => lane)].map(([lane, ofLane]) => [
          lane,
          { outcome: 'failed' as const, checks: ofLane.map(entry) },
        ]),
      ),
    }),
  );
  const scenarios = [...new Set(checks.map(scenarioOf))].map((name, at) => ({
    name,
    file: `suites/conformance/made-up/${name}.suite.ts`,
    line: at + 1,
  }));
  return sampleReport({ requirements, scenarios, differences: [], ...change });
};

/** Two defects that no baseline knows, the first with a check that it blocks. */
export const twoDefects = (): Report =>
  reportOf([
    {
      requirement: 'CRUD-15',
      message: 'the description is kept',
      expected: '"first"',
      observed: '""',
      deviations: { 'the description is kept': { expected: '"first"', observed: '""' } },
      reproduction: ['curl -sS -X PATCH "$KFP/one"', '# the run got 500', 'curl -sS "$KFP/one"', '# the run got 200'],
    },
    {
      requirement: 'CRUD-16',
      scenario: 'story-of-CRUD-15',
      outcome: 'blocked',
      message: 'not decided',
      blockedBy: { requirement: 'CRUD-15', lane: 'kubernetes/rest' },
    },
    {
      requirement: 'LIST-04',
      lane: 'kubernetes/crd',
      message: 'every item once',
      deviations: { 'every item once': { expected: '[]', observed: '["missing"]' } },
    },
  ]);

/** An old release without a baseline: 300 failed checks of twelve causes. */
export const oldRelease = (): Report =>
  reportOf(
    Array.from({ length: 300 }, (_, at) => {
      const defect = String.fromCodePoint('a'.codePointAt(0)! + (at % 12));
      const observed = `"400 {\\"error_message\\":\\"field ${defect} is unknown to this server\\"}"`;
      return {
        requirement: `CRUD-${at}`,
        deviations: { accepted: { expected: '"200"', observed } },
      };
    }),
  );
