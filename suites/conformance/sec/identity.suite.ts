import { soft } from '../../../src/scenarios/assert.ts';
import type { Scenario } from '../../../src/scenarios/scenario.ts';
import { defineSuite } from '../../../src/scenarios/suite.ts';
import { userHeaders } from '../../../src/clients/rest-access.ts';
import { restAccessOf } from '../../../src/targets/rest-access-of.ts';
import { callsWith, type Identities } from './calls-with.ts';
import { labelled, readCalls, statusesOf, uploadCalls, writeCalls, type Status } from '../../expectations/calls.ts';
import { harmlessIdentities } from './harmless-identities.ts';
import { deviatingEntries } from '../../expectations/deviating-entries.ts';
import { ownedPipelineFixture, ownerOf } from '../../expectations/owned-pipeline-fixture.ts';
import { isUnchanged } from '../../expectations/unchanged.ts';

const multiUser = { variant: 'multi-user' } as const;

const withoutIdentity: Scenario = {
  ...multiUser,
  name: 'calls-without-identity',
  writes: 11,
  checks: ['SEC-01'],
  observes: ['statuses'],
  async run(context) {
    const { check, observe, people, names, packages } = context;
    const fixture = await ownedPipelineFixture(context);
    const input = { names, packages, label: 'nobody' };
    const found = await statusesOf({
      ...readCalls(people.anonymous, fixture),
      ...writeCalls(people.anonymous, fixture, input),
    });
    observe('statuses', found);
    await check('SEC-01', async () => {
      soft.deepEqual(deviatingEntries<Status>(401, found), {}, 'calls without identity that are not answered 401');
      await isUnchanged(context, fixture, /-nobody-made/);
    });
  },
};

const uploadsWithoutRights: Scenario = {
  ...multiUser,
  name: 'uploads-without-rights',
  checks: ['SEC-09', 'SEC-52'],
  observes: ['statuses'],
  async run(context) {
    const { check, observe, people, given, names } = context;
    const fixture = await ownedPipelineFixture(context);
    const outsider = await given('somebody has no rights', () => people.person('outsider'));
    const nobody = await statusesOf(uploadCalls(people.anonymous, fixture, { names, label: 'nobody' }));
    const stranger = await statusesOf(uploadCalls(outsider.kfp, fixture, { names, label: 'outsider' }));
    observe('statuses', { nobody, stranger });
    await check('SEC-09', () => {
      // The server may answer 404 to a caller who must not learn that the pipeline exists (SEC-10).
      const wanted = { ...stranger, ...(stranger['upload version'] === 404 && { 'upload version': 403 }) };
      soft.deepEqual(
        {
          'without identity': deviatingEntries<Status>(401, nobody),
          'without rights': deviatingEntries<Status>(403, wanted),
        },
        { 'without identity': {}, 'without rights': {} },
        'uploads that are not answered 401 without identity, and 403 without rights',
      );
    });
    await check('SEC-52', async () => {
      const isOpen = (status: Status) => status === 'no answer' || status < 400;
      const open = Object.entries({ nobody, stranger }).flatMap(([who, statuses]) =>
        Object.entries(statuses).flatMap(([call, status]) => (isOpen(status) ? [[`${who}: ${call}`, status]] : [])),
      );
      soft.deepEqual(open, [], 'uploads without identity or without rights that are not refused');
      await isUnchanged(context, fixture, /-(nobody|outsider)-uploaded/);
    });
  },
};

/** User names in headers other than the configured one. */
const elsewhere = (user: string): Identities => ({
  'basic authentication': { authorization: `Basic ${Buffer.from(`${user}:${user}`).toString('base64')}` },
  'another scheme': { authorization: `Digest username="${user}"` },
  'a bearer scheme without token': { authorization: 'Bearer' },
  'a cookie': { cookie: `kubeflow-userid=${user}; authservice_session=${user}` },
  'the header of another proxy': { 'x-forwarded-user': user },
  "the user header's default name": { 'x-goog-authenticated-user-email': `accounts.google.com:${user}` },
  impersonation: { 'impersonate-user': user },
  'the metadata of a gateway': { 'grpc-metadata-kubeflow-userid': user },
  'a longer name': { 'kubeflow-userid-original': user },
  'an underscore': { kubeflow_userid: user },
});

const identityElsewhere: Scenario = {
  ...multiUser,
  name: 'identity-elsewhere',
  writes: 14,
  checks: ['SEC-31'],
  observes: ['statuses'],
  async run(context) {
    const { check, observe } = context;
    const fixture = await ownedPipelineFixture(context);
    const identities = harmlessIdentities(context, elsewhere(ownerOf(context)));
    const found = await statusesOf(callsWith(context, fixture, identities));
    observe('statuses', found);
    await check('SEC-31', async () => {
      soft.deepEqual(deviatingEntries<Status>(401, found), {}, 'identities in other places that are not answered 401');
      await isUnchanged(context, fixture, /-by-\d+-made/);
    });
  },
};

const headerWithoutPrefix: Scenario = {
  name: 'user-header-without-its-prefix',
  variant: 'user-prefix',
  checks: ['SEC-31'],
  observes: ['statuses'],
  async run(context) {
    const { check, observe, target } = context;
    const fixture = await ownedPipelineFixture(context);
    const owner = ownerOf(context);
    const headers = Object.fromEntries(
      Object.entries({
        'no prefix': owner,
        'another prefix': `accounts.google.com:${owner}`,
        'half the prefix': `accounts.example.com${owner}`,
        'the prefix in capitals': `ACCOUNTS.EXAMPLE.COM:${owner}`,
        'the prefix behind': `${owner}accounts.example.com:`,
      }).map(([label, value]) => [label, { 'kubeflow-userid': value }]),
    );
    const found = await statusesOf(callsWith(context, fixture, headers));
    const whole = await statusesOf(callsWith(context, fixture, { owner: userHeaders(restAccessOf(target), owner) }));
    observe('statuses', { found, whole });
    await check('SEC-31', async () => {
      soft.deepEqual(
        deviatingEntries<Status>(401, found),
        {},
        'user headers without the prefix that are not answered 401',
      );
      soft.deepEqual(deviatingEntries<Status>(200, whole), {}, 'calls with the prefix that are not answered 200');
      await isUnchanged(context, fixture, /-by-[1-9]\d*-made/);
    });
  },
};

const doubledHeaders: Scenario = {
  ...multiUser,
  name: 'two-identity-headers',
  checks: ['SEC-12'],
  observes: ['statuses'],
  async run(context) {
    const { check, observe, given, people } = context;
    const fixture = await ownedPipelineFixture(context);
    const owner = ownerOf(context);
    const outsider = await given('somebody has no rights', () => people.person('outsider'));
    // Header names are case-insensitive, so the two spellings are the same header sent twice.
    const twice = (first: string, second: string) => ({ 'kubeflow-userid': first, 'Kubeflow-Userid': second });
    const found = await statusesOf(
      callsWith(context, fixture, {
        'the same twice': twice(owner, owner),
        'with a stranger behind': twice(owner, outsider.user),
        'with a stranger in front': twice(outsider.user, owner),
        'with an empty one behind': twice(owner, ''),
        'with an empty one in front': twice('', owner),
      }),
    );
    observe('statuses', found);
    await check('SEC-12', async () => {
      soft.deepEqual(
        deviatingEntries<Status>(401, found),
        {},
        'calls with two identity headers that are not answered 401',
      );
      await isUnchanged(context, fixture, /-by-\d+-made/);
    });
  },
};

const sharedRead: Scenario = {
  name: 'shared-read',
  writes: 22,
  variant: 'shared-read',
  checks: ['SEC-14'],
  observes: ['reads', 'writes'],
  async run(context) {
    const { check, observe, given, people, names, packages } = context;
    const fixture = await ownedPipelineFixture(context);
    const outsider = await given('somebody has no rights', () => people.person('outsider'));
    const reads: Record<string, Status> = {};
    const writes: Record<string, Status> = {};
    for (const [label, kfp] of Object.entries({ nobody: people.anonymous, outsider: outsider.kfp })) {
      const input = { names, packages, label };
      const calls = { ...writeCalls(kfp, fixture, input), ...uploadCalls(kfp, fixture, input) };
      Object.assign(reads, await statusesOf(labelled(label, readCalls(kfp, fixture))));
      Object.assign(writes, await statusesOf(labelled(label, calls)));
    }
    observe('reads', reads);
    observe('writes', writes);
    await check('SEC-14', async () => {
      soft.deepEqual(deviatingEntries<Status>(200, reads), {}, 'reads that are not answered 200');
      const refusals = new Set<unknown>([400, 401, 403, 404]);
      const open = Object.entries(writes).filter(([, status]) => !refusals.has(status));
      soft.deepEqual(open, [], 'writes that are not refused');
      await isUnchanged(context, fixture, /-(nobody|outsider)-(made|uploaded)/);
    });
  },
};

export default defineSuite({
  title: 'SEC: who somebody is',
  scenarios: [
    withoutIdentity,
    uploadsWithoutRights,
    identityElsewhere,
    headerWithoutPrefix,
    doubledHeaders,
    sharedRead,
  ],
});
