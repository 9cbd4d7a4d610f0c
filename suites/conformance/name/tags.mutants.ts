import type { HttpRequest, Interceptor } from '../../../src/contract/exchange.ts';
import { object, text } from '../../../src/clients/json-response.ts';
import { jsonIn } from '../../../src/mutants/json-in.ts';
import type { Mutant } from '../../../src/mutants/mutant.ts';
import { pretending, refusing } from '../../../src/mutants/name-rewrite.ts';
import { changingFields, onePipeline } from '../../../src/mutants/pipeline-rewrite.ts';
import { changingAnswer, changingRequest, fakeResponse, matches, requestText } from '../../../src/mutants/rewrite.ts';

/** A REST PATCH and a JSON patch that clear all tags, each with a variant that omits the clearing. */
const clearing = new Map([
  ['{"tags":{}}', '{}'],
  ['[{"op":"add","path":"/spec/tags","value":{}}]', '[]'],
]);

/** A REST PATCH and a JSON patch of the display name alone, each with a variant that clears the tags, too. */
const renaming = new Map([
  ['{"display_name":"Another"}', '{"display_name":"Another","tags":{}}'],
  [
    '[{"op":"add","path":"/spec/displayName","value":"Another"}]',
    '[{"op":"add","path":"/spec/displayName","value":"Another"},{"op":"add","path":"/spec/tags","value":{}}]',
  ],
]);

/** The server handles a PATCH with one of these bodies as one with the other. */
const readingBodyAs = (bodies: ReadonlyMap<string, string>): Interceptor =>
  changingRequest({ method: 'PATCH' }, (request) => {
    const body = bodies.get(requestText(request));
    return body === undefined ? request : { ...request, body };
  });

/** Whether a REST PATCH clears the tags with blanks in the empty object. */
const clearsWithBlanks = (request: HttpRequest): boolean => /"tags":\s*\{\s+\}/.test(requestText(request));

/** A pipeline, read by id or name, shows other tags than it has. */
const showingTags = (
  change: (tags: readonly (readonly [string, unknown])[]) => readonly (readonly [string, unknown])[],
) =>
  changingFields({ method: 'GET', path: onePipeline }, (fields) =>
    typeof fields.tags === 'object' && fields.tags !== null
      ? { ...fields, tags: Object.fromEntries(change(Object.entries(fields.tags))) }
      : fields,
  );

/** Pipelines whose name ends like this are not found. */
const hidingCalled = (ending: string): Interceptor =>
  changingAnswer({ method: 'GET', path: onePipeline, status: 200 }, (answer) => {
    const json = jsonIn(answer);
    const name = text(json, 'name') || text(object(json, 'metadata'), 'name');
    return name.endsWith(ending) ? fakeResponse(404, { code: 5, message: 'mutant', details: [] }) : answer;
  });

const mutants: readonly Mutant[] = [
  {
    name: 'tags-are-not-counted',
    family: 'lost write',
    defect: 'an object with more than 20 tags is answered as if it were made',
    kills: ['NAME-13', { requirement: 'PAR-01', scenarios: ['tag-limits'] }],
    aspects: { 'NAME-13': ['the limits of tags hold on create and on update'], 'PAR-01': ['NAME-13'] },
    create: () => ({ intercept: pretending(({ tags }) => Object.keys(tags).length > 20) }),
  },
  {
    name: 'tags-are-measured-in-bytes',
    family: 'status',
    defect: 'keys and values of tags may have 63 bytes',
    kills: ['NAME-14', { requirement: 'PAR-01', scenarios: ['tag-limits'] }],
    aspects: { 'NAME-14': ['characters are counted, not bytes'], 'PAR-01': ['NAME-14'] },
    create: () => ({
      intercept: refusing(({ tags }) =>
        Object.entries(tags)
          .flat()
          .some((part) => Buffer.byteLength(String(part)) > 63),
      ),
    }),
  },
  {
    name: 'empty-tags-are-overlooked',
    family: 'lost write',
    defect: 'an update with no tags leaves the tags as they are',
    kills: ['NAME-15'],
    aspects: { 'NAME-15': ['*: an update with no tags clears them'] },
    create: () => ({ intercept: readingBodyAs(clearing) }),
  },
  {
    name: 'empty-tags-are-compared-as-text',
    family: 'lost write',
    defect: 'an update clears the tags only when no blank stands in the empty object',
    kills: ['NAME-16'],
    aspects: { 'NAME-16': ['*: blanks within the empty tags change nothing: they are cleared'] },
    knownOfKfp: { 'NAME-16': ['tags-replaced-and-cleared'] },
    create: () => ({
      intercept: changingRequest({ surface: 'rest', method: 'PATCH' }, (request) =>
        clearsWithBlanks(request) ? { ...request, body: '{}' } : request,
      ),
    }),
  },
  {
    name: 'blanks-in-empty-tags-are-refused',
    family: 'status',
    defect: 'an update with a blank in the empty tags is done, and answered 400',
    long: true,
    kills: ['NAME-16', { requirement: 'PAR-01', scenarios: ['tags-replaced-and-cleared'] }],
    aspects: { 'NAME-16': ['the PATCH is accepted'], 'PAR-01': ['NAME-16'] },
    create: () => ({
      intercept: async (request, send, surface) => {
        const answer = await send(request);
        return matches({ surface: 'rest', method: 'PATCH' }, request, surface) && clearsWithBlanks(request)
          ? { ...answer, status: 400 }
          : answer;
      },
    }),
  },
  {
    name: 'twentieth-tag-is-not-shown',
    family: 'field',
    defect: 'a read shows 19 tags at most',
    long: true,
    kills: ['NAME-13'],
    aspects: { 'NAME-13': ['rest: as many tags as can be are shown', 'kubernetes: as many tags as can be are shown'] },
    create: () => ({ intercept: showingTags((tags) => tags.slice(0, 19)) }),
  },
  {
    name: 'one-key-is-not-shown',
    family: 'field',
    defect: 'a read leaves out the tag whose key is stage',
    long: true,
    kills: ['NAME-15', 'NAME-16'],
    aspects: {
      'NAME-15': ['rest: the tags are shown', 'kubernetes: the tags are shown'],
      'NAME-16': ['rest: the tags are shown', 'kubernetes: the tags are shown'],
    },
    create: () => ({ intercept: showingTags((tags) => tags.filter(([key]) => key !== 'stage')) }),
  },
  {
    name: 'new-display-name-clears-tags',
    family: 'lost write',
    defect: 'an update of the display name alone clears the tags',
    long: true,
    kills: ['NAME-15'],
    aspects: {
      'NAME-15': ['rest: an update without tags keeps them', 'kubernetes: an update without tags keeps them'],
    },
    create: () => ({ intercept: readingBodyAs(renaming) }),
  },
  {
    name: 'tags-differing-in-case-collide',
    family: 'status',
    defect: 'tags whose keys differ in case only end in an internal error',
    kills: ['NAME-17', { requirement: 'PAR-01', scenarios: ['tags-replaced-and-cleared'] }],
    aspects: {
      'NAME-17': ['tags that differ in case are accepted everywhere or refused everywhere'],
      'PAR-01': ['NAME-17'],
    },
    knownOfKfp: { 'NAME-17': ['tags-replaced-and-cleared'] },
    create: () => ({ intercept: refusing(({ tags }) => 'K1' in tags && 'k1' in tags, 500) }),
  },
  {
    name: 'one-of-two-tags-is-not-shown',
    family: 'field',
    defect: 'a read leaves out the tag whose key is k1',
    long: true,
    kills: ['NAME-17'],
    aspects: { 'NAME-17': ['rest: both tags are kept, or neither', 'kubernetes: both tags are kept, or neither'] },
    create: () => ({ intercept: showingTags((tags) => tags.filter(([key]) => key !== 'k1')) }),
  },
  {
    name: 'pipelines-with-tags-of-both-cases-are-not-shown',
    family: 'stale read',
    defect: 'a pipeline called capitals is not found',
    long: true,
    kills: ['NAME-17'],
    aspects: { 'NAME-17': ['*: both tags are kept, or neither'] },
    create: () => ({ intercept: hidingCalled('-capitals') }),
  },
];

export default mutants;
