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
      'CRUD-19',
      'CRUD-27',
      'CRUD-28',
      'CRUD-29',
      'CRUD-31',
      'CRUD-32',
      'CRUD-34',
      'NAME-03',
      'NAME-04',
      'NAME-08',
      'NAME-09',
      'WH-07',
      { requirement: 'PAR-01', scenarios: ['names-of-objects'] },
    ],
    aspects: {
      'CRUD-06': ['*: the first is as it was'],
      'CRUD-10': ['rest: the pipeline is there'],
      'CRUD-19': ['*: nothing was changed'],
      'CRUD-27': ['*: nothing is left of a refused request', '*: versions of refused requests'],
      'CRUD-28': ['*: nothing is left of a refused request', '*: versions of refused requests'],
      'CRUD-29': ['*: nothing is left of a refused request', '*: versions of refused uploads'],
      'CRUD-31': ['*: nothing is left of a refused request', '*: versions of refused uploads'],
      'CRUD-32': ['*: nothing is left of a refused request', '*: versions of refused uploads'],
      'CRUD-34': ['*: nothing is left of a refused request', '*: versions of refused uploads'],
      'NAME-08': ['rest: list all versions: accepted'],
      'NAME-09': ['*: nothing is created'],
      'NAME-03': ['nothing is created'],
      'NAME-04': ['such names are refused, REST says what to do, nothing is created'],
      'VER-18': ['*: the version is as it was'],
      'VER-21': ['*: no version is left'],
      'VER-22': ['*: nothing is left of a refused request', '*: no version is left'],
      'VER-23': ['nothing is left of it'],
      'VER-06': ['*: the first is as it was, and alone'],
      'VER-14': ['*: the version is as it was'],
      'VER-15': ['*: the version is as it was'],
      'WH-07': ['*: the version is as it was'],
      'PAR-01': ['NAME-04'],
    },
    knownOfKfp: { 'VER-06': ['version-name-taken'], 'VER-14': ['version-under-other-pipeline-delete'] },
    create: () => ({ intercept: doneLate() }),
  },
  {
    name: 'refused-twin-is-made-later',
    family: 'status',
    defect: 'of the creations of one name at the same time, the last that is refused is done 200 ms after its answer',
    kills: [{ requirement: 'VER-29', scenarios: ['parallel-creates'] }, 'CLU-07', 'CLU-08', 'CLU-09'],
    aspects: {
      'CLU-07': ['each replica lists one object for each name'],
      'CLU-08': ['each replica lists one object for each name'],
      'CLU-09': ['the Kubernetes API stores one version for each pipeline'],
      'VER-29': ['*: one version is there'],
    },
    knownOfKfp: { 'CLU-09': ['one-version-of-several-objects'], 'VER-29': ['parallel-creates'] },
    create: () => ({ intercept: doneLate() }),
  },
  {
    name: 'doubtful-write-is-refused-and-done-later',
    family: 'status',
    defect: 'a write that may be refused or accepted is refused, and done 200 ms after its answer',
    kills: [
      'VER-12',
      'VER-32',
      'NAME-17',
      { requirement: 'PAR-01', scenarios: ['control-characters', 'parent-in-body'] },
    ],
    aspects: {
      'NAME-17': ['*: both tags are kept, or neither'],
      'VER-32': ['a string with a control character is kept, or refused with 4xx'],
      'VER-12': ['the body is refused, or the path counts'],
      'PAR-01': ['in the description', 'another parent in the body'],
    },
    create: () => ({ intercept: refusingFirst(lateMs, mayBeRefused) }),
  },
];

export default mutants;
