import type { HttpRequest } from '../../../src/contract/exchange.ts';
import { lateEffect, refusingFirst } from '../../../src/mutants/late-effect.ts';
import type { Mutant } from '../../../src/mutants/mutant.ts';
import { bodyHas } from '../../../src/mutants/pipeline-rewrite.ts';

const lateMs = 200;
const doneLate = () => lateEffect(lateMs, (_, { status }) => status >= 400 && status < 500);

/** Writes that a server may accept or refuse. */
const mayBeRefused = (request: HttpRequest): boolean =>
  request.method !== 'GET' && ['other-parent', '"k1"', '\x7f', '\x85', '\ufffe'].some((part) => bodyHas(request, part));

const mutants: readonly Mutant[] = [
  {
    name: 'refused-write-is-done-later',
    family: 'status',
    defect: 'the last write that is refused is done all the same, 200 ms after its answer',
    kills: [
      'VER-06',
      'VER-14',
      'VER-15',
      'VER-18',
      'VER-21',
      'VER-22',
      { requirement: 'VER-23', scenarios: ['argo-blocked'] },
      'CRUD-06',
      'CRUD-10',
      'NAME-03',
      'NAME-04',
      'NAME-08',
      'NAME-09',
      'WH-07',
    ],
    create: () => ({ intercept: doneLate() }),
  },
  {
    name: 'refused-twin-is-made-later',
    family: 'status',
    defect: 'of the creations of one name at the same time, the last that is refused is done 200 ms after its answer',
    kills: [{ requirement: 'VER-29', scenarios: ['parallel-creates'] }, 'CLU-07', 'CLU-08', 'CLU-09'],
    create: () => ({ intercept: doneLate() }),
  },
  {
    name: 'doubtful-write-is-refused-and-done-later',
    family: 'status',
    defect: 'a write that may be refused or accepted is refused, and done 200 ms after its answer',
    kills: ['VER-12', 'VER-32', 'NAME-17'],
    create: () => ({ intercept: refusingFirst(lateMs, mayBeRefused) }),
  },
];

export default mutants;
