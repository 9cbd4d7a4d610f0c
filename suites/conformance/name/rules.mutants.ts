import type { Interceptor } from '../../../src/contract/exchange.ts';
import { object, text } from '../../../src/clients/json-response.ts';
import { jsonIn } from '../../../src/mutants/json-in.ts';
import type { Mutant } from '../../../src/mutants/mutant.ts';
import { numbering, pretending, refusing, type CreatedObject } from '../../../src/mutants/name-rewrite.ts';
import { allPipelines, changingFields, onePipeline } from '../../../src/mutants/pipeline-rewrite.ts';
import { answering, changingAnswer, changingJson, matches } from '../../../src/mutants/rewrite.ts';
import { versionRequests } from '../../../src/mutants/version-rewrite.ts';

const tooLong = ({ kind, name }: CreatedObject): boolean => name.length > (kind === 'pipeline' ? 128 : 127);

/** Lists of the versions of a pipeline whose name has more than 60 characters are empty. */
const losingVersionsOfLongNames = (): Interceptor => {
  const ids = new Set<string>();
  return async (request, send, surface) => {
    const answer = await send(request);
    const json = jsonIn(answer);
    const name = text(json, 'name') || text(object(json, 'metadata'), 'name');
    if (matches({ method: 'POST', path: allPipelines }, request, surface) && name.length > 60)
      ids.add(text(json, 'pipeline_id') || text(object(json, 'metadata'), 'uid'));
    const isMeant =
      matches(versionRequests.list, request, surface) && [...ids].some((id) => request.target.includes(id));
    return isMeant ? { ...answer, body: JSON.stringify({ ...json, pipeline_versions: [], items: [] }) } : answer;
  };
};

const mutants: readonly Mutant[] = [
  {
    name: 'display-name-is-not-defaulted',
    family: 'field',
    defect: 'a display name that is the name is not shown',
    kills: [
      'NAME-01',
      'NAME-02',
      'NAME-05',
      { requirement: 'PAR-01', scenarios: ['default-names', 'names-of-objects'] },
    ],
    aspects: {
      'NAME-01': ['name and display name are the same'],
      'NAME-02': ['name and display name are the same'],
      'NAME-05': ['name and display name are the same'],
      'PAR-01': ['NAME-01', 'NAME-05'],
    },
    create: () => ({
      intercept: changingJson({ surface: 'rest', method: 'GET', path: /\/(pipelines|versions)\/[^/?]+$/ }, (json) => {
        const { display_name: displayName, ...rest } = json;
        return displayName === json['name'] ? rest : json;
      }),
    }),
  },
  {
    name: 'names-get-a-number',
    family: 'field',
    defect: 'a name that is free is given out with a number after it, like that of a copy',
    long: true,
    kills: ['NAME-01', 'NAME-02', 'NAME-05'],
    aspects: {
      'NAME-01': ['the display name is the name'],
      'NAME-02': ['the name is the display name'],
      'NAME-05': ['a name with a dot is a name'],
    },
    create: () => ({ intercept: numbering(({ name }) => /-(name|display)$|\.b$/.test(name)) }),
  },
  {
    name: 'unusable-file-name-is-internal-error',
    family: 'status',
    defect: 'an upload without a name, whose file name is no name, is answered 500',
    long: true,
    kills: ['NAME-03'],
    aspects: { 'NAME-03': ['a file name that is no object name is refused'] },
    create: () => ({
      intercept: answering({ surface: 'rest', method: 'POST', path: /\/upload$/, status: 400 }, 500),
    }),
  },
  {
    name: 'upload-is-refused-without-advice',
    family: 'field',
    defect: 'a refused upload does not say what to do',
    kills: ['NAME-03'],
    aspects: { 'NAME-03': ['the refusal says what to do'] },
    create: () => ({
      intercept: changingAnswer({ surface: 'rest', method: 'POST', path: /\/upload/, status: 400 }, (response) => ({
        ...response,
        body: JSON.stringify({ error_message: 'Bad request', error_details: '' }),
      })),
    }),
  },
  {
    name: 'upload-ends-in-internal-error',
    family: 'status',
    defect: 'an upload with a long name is answered 500',
    kills: ['NAME-08', { requirement: 'PAR-01', scenarios: ['upload-with-a-long-name'] }],
    aspects: { 'NAME-08': ['the upload is accepted whole or refused whole'], 'PAR-01': ['NAME-08'] },
    knownOfKfp: { 'NAME-08': ['upload-with-a-long-name'] },
    create: () => ({ intercept: answering({ surface: 'rest', method: 'POST', path: /\/upload\?name=/ }, 500) }),
  },
  {
    name: 'capitals-are-accepted',
    family: 'status',
    defect: 'a name with capitals is answered as if it were accepted',
    kills: ['NAME-04'],
    aspects: { 'NAME-04': ['such names are refused, REST says what to do, nothing is created'] },
    create: () => ({ intercept: pretending(({ name }) => /[A-Z]$/.test(name) && /^[a-z]/.test(name)) }),
  },
  {
    name: 'dots-are-refused',
    family: 'status',
    defect: 'a name with a dot is refused',
    kills: ['NAME-05'],
    aspects: { 'NAME-05': ['*: create a pipeline: accepted'] },
    create: () => ({ intercept: refusing(({ name }) => name.endsWith('.b')) }),
  },
  {
    name: 'blank-names-are-accepted',
    family: 'status',
    defect: 'an object without a name, or with a blank one, is answered as if it were made',
    kills: ['NAME-18', 'NAME-19', { requirement: 'PAR-01', scenarios: ['empty-names'] }],
    aspects: {
      'NAME-18': ['a pipeline and a version without a name are refused'],
      'NAME-19': ['a pipeline and a version with a blank name are refused'],
      'PAR-01': ['NAME-18', 'NAME-19'],
    },
    knownOfKfp: { 'NAME-19': ['empty-names'] },
    create: () => ({ intercept: pretending(({ name }) => name.trim() === '') }),
  },
  {
    name: 'long-names-are-refused',
    family: 'status',
    defect: 'names may have 60 characters only',
    kills: ['NAME-06', 'NAME-10'],
    aspects: { 'NAME-06': ['the longest names are accepted'], 'NAME-10': ['a pipeline of the name is created'] },
    create: () => ({ intercept: refusing(({ name }) => name.length > 60) }),
  },
  {
    name: 'names-have-no-limit',
    family: 'status',
    defect: 'a name that is too long is answered as if it were accepted',
    kills: ['NAME-07', { requirement: 'PAR-01', scenarios: ['longest-names'] }],
    aspects: { 'NAME-07': ['a pipeline and a version with too long a name are refused'], 'PAR-01': ['NAME-07'] },
    knownOfKfp: { 'NAME-07': ['longest-names'] },
    create: () => ({ intercept: pretending(tooLong) }),
  },
  {
    name: 'object-names-have-no-limit',
    family: 'lost write',
    defect: 'a version whose object name is too long is answered as if it were made',
    kills: ['NAME-09', { requirement: 'PAR-01', scenarios: ['long-names-of-objects'] }],
    aspects: { 'NAME-09': ['a version whose object name would have 256 characters is refused'], 'PAR-01': ['NAME-09'] },
    create: () => ({ intercept: pretending(({ kind, name }) => kind === 'version' && name === 'v'.repeat(127)) }),
  },
  {
    name: 'versions-of-long-names-not-listed',
    family: 'list content',
    defect: 'the versions of a pipeline whose name has more than 60 characters are not listed',
    long: true,
    kills: ['NAME-10', 'NAME-11'],
    aspects: { 'NAME-10': ['*: the version is listed'], 'NAME-11': ['*: the version is listed'] },
    create: () => ({ intercept: losingVersionsOfLongNames() }),
  },
  {
    name: 'cut-label-is-invalid',
    family: 'status',
    defect: 'a pipeline is refused when the first 63 characters of its name are no label value',
    kills: ['NAME-11'],
    aspects: { 'NAME-11': ['a pipeline of the name is created'] },
    create: () => ({ intercept: refusing(({ name }) => /^.{62}[-.]/.test(name), 422) }),
  },
  {
    name: 'long-display-names-are-cut',
    family: 'field',
    defect: 'a read shows the first 191 characters of a display name',
    long: true,
    kills: ['NAME-12'],
    aspects: { 'NAME-12': ['free text of 255 characters is shown as it was written'] },
    create: () => ({
      intercept: changingFields({ method: 'GET', path: onePipeline }, (fields) =>
        typeof fields.displayName === 'string' ? { ...fields, displayName: fields.displayName.slice(0, 191) } : fields,
      ),
    }),
  },
  {
    name: 'display-names-have-no-limit',
    family: 'lost write',
    defect: 'a display name that is too long is answered as if it were accepted',
    kills: ['NAME-12', { requirement: 'PAR-01', scenarios: ['longest-display-names'] }],
    aspects: { 'NAME-12': ['a pipeline and a version with a longer display name are refused'], 'PAR-01': ['NAME-12'] },
    knownOfKfp: { 'NAME-12': ['longest-display-names'] },
    create: () => ({ intercept: pretending(({ displayName }) => displayName.length > 255) }),
  },
];

export default mutants;
