import type { HttpRequest } from '../../../src/contract/exchange.ts';
import type { Mutant } from '../../../src/mutants/mutant.ts';
import { pretending, refusing } from '../../../src/mutants/name-rewrite.ts';
import { changingRequest } from '../../../src/mutants/rewrite.ts';

const bodyText = ({ body = '' }: HttpRequest): string =>
  typeof body === 'string' ? body : Buffer.from(body).toString();

/** A REST PATCH and a JSON patch that clear all tags, each with a variant that omits the clearing. */
const clearing = new Map([
  ['{"tags":{}}', '{}'],
  ['[{"op":"add","path":"/spec/tags","value":{}}]', '[]'],
]);

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
    create: () => ({
      intercept: changingRequest({ method: 'PATCH' }, (request) => {
        const withoutClearing = clearing.get(bodyText(request));
        return withoutClearing === undefined ? request : { ...request, body: withoutClearing };
      }),
    }),
  },
  {
    name: 'empty-tags-are-compared-as-text',
    family: 'lost write',
    defect: 'an update clears the tags only when no blank stands in the empty object',
    kills: ['NAME-16'],
    aspects: { 'NAME-16': ['*: blanks within the empty tags change nothing: they are cleared'] },
    knownOfKfp: ['NAME-16'],
    create: () => ({
      intercept: changingRequest({ surface: 'rest', method: 'PATCH' }, (request) =>
        /"tags":\s*\{\s+\}/.test(bodyText(request)) ? { ...request, body: '{}' } : request,
      ),
    }),
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
    create: () => ({ intercept: refusing(({ tags }) => 'K1' in tags && 'k1' in tags, 500) }),
  },
];

export default mutants;
