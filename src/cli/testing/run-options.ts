import type { RunOptions } from '../run-options.ts';

/** The options of a run of the reference as commander hands them over, without any that filters. */
export const runOptions: RunOptions = {
  target: 'reference',
  environment: 'local',
  namespacePool: [],
  allow: [],
  lane: [],
  area: [],
  requirement: [],
  profile: [],
  scenario: [],
  strict: false,
  thorough: false,
  requireConformance: [],
  output: '',
};
