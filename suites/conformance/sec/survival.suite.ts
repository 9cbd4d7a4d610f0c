import { soft } from '../../../src/scenarios/assert.ts';
import type { ScenarioContext } from '../../../src/scenarios/context.ts';
import type { Scenario } from '../../../src/scenarios/scenario.ts';
import { defineSuite } from '../../../src/scenarios/suite.ts';
import { pipelineUpload, readCalls, statusesOf, type Calls, type Status } from '../../expectations/calls.ts';
import type { Identities } from './calls-with.ts';
import { harmlessIdentities } from './harmless-identities.ts';
import { deviatingEntries } from '../../expectations/deviating-entries.ts';
import { ownedPipelineFixture, ownerOf } from '../../expectations/owned-pipeline-fixture.ts';
import { isRestartSeen, processAcross, restartSeen } from '../../expectations/same-process.ts';
import type { PipelineFixture } from '../../expectations/pipeline-fixture.ts';

/** A call by id and one by namespace for each identity. */
const readsAs = ({ people }: ScenarioContext, fixture: PipelineFixture, identities: Identities): Calls =>
  Object.fromEntries(
    Object.entries(identities).flatMap(([who, headers]) => {
      const { 'get pipeline': get, 'list pipelines': list } = readCalls(people.as(headers), fixture);
      return [
        ...(get ? [[`${who}: get pipeline`, get] as const] : []),
        ...(list ? [[`${who}: list pipelines`, list] as const] : []),
      ];
    }),
  );

const unidentified = 'identities without a user: calls not answered 401, and the process afterwards';

const withoutUser = (asked: Pick<Scenario, 'name' | 'variant'>, identities: Identities): Scenario => ({
  ...asked,
  disruptive: true,
  capabilities: ['process'],
  checks: ['SEC-11'],
  survival: { 'SEC-11': `${unidentified} / process` },
  observes: ['statuses', 'process'],
  async run(context) {
    const { check, observe, target } = context;
    const restartIsSeen = await isRestartSeen(target);
    const fixture = await ownedPipelineFixture(context);
    let found: Readonly<Record<string, Status>> = {};
    const process = await processAcross(target, async () => {
      found = await statusesOf(readsAs(context, fixture, identities));
    });
    observe('statuses', found);
    observe('process', process);
    await check('SEC-11', () => {
      soft.equal(restartIsSeen, true, restartSeen);
      soft.deepEqual(
        { otherwise: deviatingEntries<Status>(401, found), process },
        { otherwise: {}, process: 'the same' },
        unidentified,
      );
    });
  },
});

/** The statement of SEC-33 about these calls. */
const survived = (what: string): string => `${what}: done, not answered, and the process afterwards`;

/** Sends calls that must be refused. SEC-33 decides success, missing answers and the process, SEC-40 server errors. */
const decideSurvival = async (
  { check, observe, target }: ScenarioContext,
  calls: Calls,
  what: string,
  restartIsSeen: boolean,
): Promise<void> => {
  let found: Readonly<Record<string, Status>> = {};
  const process = await processAcross(target, async () => {
    found = await statusesOf(calls);
  });
  const labelsOf = (wanted: (status: Status) => boolean) =>
    Object.entries(found).flatMap(([label, status]) => (wanted(status) ? [label] : []));
  const isError = (status: Status) => typeof status === 'number' && status >= 500;
  const isAnswered = labelsOf((status) => status === 'no answer').length === 0;
  observe('met an error', isAnswered ? labelsOf(isError) : undefined);
  observe('process', process);
  await check('SEC-33', () => {
    soft.equal(restartIsSeen, true, restartSeen);
    const done = labelsOf((status) => typeof status === 'number' && status < 400);
    const unanswered = labelsOf((status) => status === 'no answer');
    soft.deepEqual({ done, unanswered, process }, { done: [], unanswered: [], process: 'the same' }, survived(what));
  });
  await check('SEC-40', () => {
    const errors = Object.fromEntries(Object.entries(found).filter(([, status]) => isError(status)));
    soft.deepEqual(errors, {}, `${what}: answered as errors of the server`);
  });
};

const user = (value: string) => ({ 'kubeflow-userid': value });

const emptyIdentity = withoutUser(
  { name: 'identity-of-nobody', variant: 'multi-user' },
  {
    empty: user(''),
    blank: user('   '),
    tab: user('\t'),
  },
);

const prefixOnly = withoutUser(
  { name: 'prefixed-identity-of-nobody', variant: 'user-prefix' },
  {
    'the prefix alone': user('accounts.example.com:'),
    'the prefix and blanks': user('accounts.example.com:  '),
    empty: user(''),
  },
);

/** Identities of no known user that a server might fail to parse; the headers are sent byte for byte. */
const strangeIdentities = (owner: string): Identities => ({
  'nobody knows them': user('nobody@example.com'),
  'the word null': user('null'),
  'only punctuation': user('%00{}"\'\\;--$(id)'),
  'a format': user('%s%d%n%v'),
  'a path': user('../../etc/passwd'),
  'UTF-8': user(Buffer.from('Jürgen Æ 用户 🙂').toString('latin1')),
  'not UTF-8': user('\xff\xfe\xfa'),
  'a NUL': user('a\0b'),
  'control characters': user('a\x01\x07\x1b[31mb'),
  'a carriage return': user('a\rb'),
  'a folded line': user(`${owner.slice(0, 5)}\r\n ${owner.slice(5)}`),
  '7 kB': user('u'.repeat(7_000)),
  '60 kB': user('u'.repeat(60_000)),
  'an empty bearer token': { authorization: 'Bearer ' },
  'a bearer token of dots': { authorization: 'Bearer ..' },
  'a bearer token that is no base64': { authorization: 'Bearer {}.{}.{}' },
  'a bearer token without claims': { authorization: 'Bearer eyJhbGciOiJub25lIn0.e30.' },
  'a bearer token of control characters': { authorization: 'Bearer \x01\x02' },
  'a bearer token of 30 kB': { authorization: `Bearer ${'x'.repeat(30_000)}` },
});

const surviving: Scenario = {
  name: 'strange-identities',
  variant: 'multi-user',
  disruptive: true,
  capabilities: ['process'],
  checks: ['SEC-33', 'SEC-40'],
  survival: { 'SEC-33': `${survived('calls of identities that nobody has')} / process` },
  observes: ['met an error', 'process'],
  async run(context) {
    const { people, namespace, target } = context;
    const restartIsSeen = await isRestartSeen(target);
    const fixture = await ownedPipelineFixture(context);
    const calls = Object.fromEntries(
      Object.entries(harmlessIdentities(context, strangeIdentities(ownerOf(context)))).flatMap(([who, headers]) =>
        Object.entries({
          'get pipeline': `/apis/v2beta1/pipelines/${fixture.pipeline.id}`,
          'list pipelines': `/apis/v2beta1/pipelines?namespace=${namespace}`,
        }).map(([call, path]) => [`${who}: ${call}`, () => people.anonymous.getRaw(path, { headers })]),
      ),
    );
    await decideSurvival(context, calls, 'calls of identities that nobody has', restartIsSeen);
  },
};

const uploadsSurvived: Scenario = {
  name: 'uploads-of-strange-identities',
  variant: 'multi-user',
  disruptive: true,
  capabilities: ['process'],
  checks: ['SEC-33', 'SEC-40'],
  survival: { 'SEC-33': `${survived('uploads of identities that nobody has')} / process` },
  observes: ['met an error', 'process'],
  async run(context) {
    const { people, namespace, names, target } = context;
    const restartIsSeen = await isRestartSeen(target);
    const identities = harmlessIdentities(context, {
      twice: { ...user('a'), 'Kubeflow-Userid': 'b' },
      'not UTF-8': user('\xff\xfe\xfa'),
      '7 kB': user('u'.repeat(7_000)),
      'a broken bearer token': { authorization: 'Bearer ..' },
      'basic authentication': { authorization: 'Basic Og==' },
      // The empty identity is last, so that a crash does not affect the other calls.
      empty: user(''),
    });
    const calls = Object.fromEntries(
      Object.entries(identities).flatMap(([who, headers], index) =>
        Object.values(pipelineUpload(people.as(headers), namespace, names.of(`upload-${index}`))).map((call) => [
          who,
          call,
        ]),
      ),
    ) as Calls;
    await decideSurvival(context, calls, 'uploads of identities that nobody has', restartIsSeen);
  },
};

export default defineSuite({
  title: 'SEC: no identity ends the server',
  scenarios: [emptyIdentity, prefixOnly, surviving, uploadsSurvived],
});
