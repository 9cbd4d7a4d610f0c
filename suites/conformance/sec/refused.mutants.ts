import type { HttpRequest, HttpResponse } from '../../../src/contract/exchange.ts';
import { lateEffect } from '../../../src/mutants/late-effect.ts';
import { looks, onlyIn } from '../../../src/mutants/only-in.ts';
import type { Mutant } from '../../../src/mutants/mutant.ts';

/** A creation of a pipeline; in scenarios without one, an upload of a version. */
const creation = /\/pipelines(\/create|\/upload)?(\?|$)|name=(by-neighbour|stranger)-uploaded/;

const isRefusedCreation = ({ method, target }: HttpRequest, { status }: HttpResponse): boolean =>
  method === 'POST' && status >= 400 && creation.test(target);

/** The requirements whose checks look at what must not have been changed after requests of somebody who may not. */
const looking = [
  'SEC-01',
  'SEC-12',
  'SEC-13',
  'SEC-14',
  'SEC-17',
  'SEC-21',
  'SEC-31',
  'SEC-32',
  'SEC-36',
  'SEC-37',
  'SEC-38',
  'SEC-39',
  'SEC-52',
  'SEC-53',
  'SHR-02',
  'SHR-03',
  'SHR-14',
  'SHR-19',
  'SHR-22',
];

/** Each look has a mutant of its own: one that shows in all of them would be seen by a check that makes only one. */
const spoiling = (what: keyof typeof looks): Mutant => ({
  name: `refused-creation-spoils-${what.replaceAll(' ', '-')}`,
  family: 'status',
  defect: `a creation by somebody who may not make it is refused, and yet changes ${what} around it`,
  long: true,
  kills: looking,
  aspects: Object.fromEntries(looking.map((id) => [id, [`*: ${what}`]])),
  create: () => ({ intercept: onlyIn(looks[what], lateEffect(0, isRefusedCreation)) }),
});

const mutants: readonly Mutant[] = (
  ['the pipeline', 'its versions', 'the version', 'pipelines made beside it'] as const
).map(spoiling);

export default mutants;
