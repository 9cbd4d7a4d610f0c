import type { LoadReport } from '../../judgement/load/schema.ts';

/** What happened at an instant of the run, for marks in the plots over time. */
export type LoadEvent = LoadReport['events'][number];
