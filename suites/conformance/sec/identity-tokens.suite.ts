import { assert, soft } from '../../../src/scenarios/assert.ts';
import { kfpAudience } from '../../../src/clients/token-holder.ts';
import { allRights } from '../../../src/cluster/rule.ts';
import type { Scenario } from '../../../src/scenarios/scenario.ts';
import { defineSuite } from '../../../src/scenarios/suite.ts';
import { callsWith } from './calls-with.ts';
import { labelled, readCalls, statusesOf, writeCalls, type Status } from '../../expectations/calls.ts';
import { harmlessIdentities } from './harmless-identities.ts';
import { deviatingEntries } from '../../expectations/deviating-entries.ts';
import { ownedPipelineFixture } from '../../expectations/owned-pipeline-fixture.ts';
import { isUnchanged } from '../../expectations/unchanged.ts';

const multiUser = { variant: 'multi-user' } as const;

/** A token with the claims of the given one but without a signature. */
const unsigned = (token: string): string => {
  const [, payload = ''] = token.split('.');
  return `${Buffer.from('{"alg":"none","typ":"JWT"}').toString('base64url')}.${payload}.`;
};

const signedOtherwise = (token: string): string => {
  const [head = '', payload = '', signature = ''] = token.split('.');
  return [head, payload, signature.split('').toReversed().join('')].join('.');
};

/** The API server caches the authentication of a token for some seconds. */
const deletedAccountMs = 15_000;

const bearerTokens: Scenario = {
  ...multiUser,
  name: 'bearer-tokens',
  writes: 11,
  checks: ['SEC-13'],
  observes: ['statuses'],
  async run(context) {
    const { check, observe, given, people, lane, namespace } = context;
    const fixture = await ownedPipelineFixture(context);
    const { member, audiences, deletedAccount } = await given('somebody has all rights, and tokens', async () => {
      const [person, leaver] = await Promise.all([people.person('member'), people.person('leaver')]);
      for (const to of [person, leaver]) await people.grant(to, allRights, { namespace });
      const [good, ofCluster, ofOthers] = await Promise.all([
        person.token(kfpAudience),
        person.token(),
        person.token('others.example.com'),
      ]);
      const { status } = await people.admin.call('DELETE', `/api/v1/namespaces/${namespace}/serviceaccounts/leaver`);
      assert.equal(status, 200, 'the account is deleted');
      return { member: person, audiences: { good, ofCluster, ofOthers }, deletedAccount: leaver };
    });
    const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
    const found = await statusesOf(
      callsWith(context, fixture, {
        "the cluster's audience": bearer(audiences.ofCluster),
        "somebody else's audience": bearer(audiences.ofOthers),
        'another signature': bearer(signedOtherwise(audiences.good)),
        'no signature': bearer(unsigned(audiences.good)),
        ...harmlessIdentities(context, {
          'no token at all': bearer('nonsense'),
          'a name instead of a token': bearer(member.user),
        }),
      }),
    );
    const good = await statusesOf(callsWith(context, fixture, { member: bearer(audiences.good) }));
    observe('statuses', { found, good });
    await check('SEC-13', async () => {
      soft.deepEqual(deviatingEntries<Status>(401, found), {}, 'bearer tokens that are not answered 401');
      soft.deepEqual(
        deviatingEntries<Status>(200, good),
        {},
        "calls with a token for the server's audience not answered 200",
      );
      await soft.part(() =>
        lane.eventually({ surface: lane.rest, patienceMs: deletedAccountMs }, async () => {
          const { 'get pipeline': get } = readCalls(deletedAccount.bearer, fixture);
          assert.equal((await get?.())?.status, 401, 'the token of an account that is gone');
        }),
      );
      await isUnchanged(context, fixture, /-by-[1-9]\d*-made/);
    });
  },
};

const twoCredentials: Scenario = {
  ...multiUser,
  name: 'user-header-beside-a-token',
  writes: 11,
  checks: ['SEC-32'],
  observes: ['refused', 'given'],
  async run(context) {
    const { check, observe, given, people, namespace, names, packages } = context;
    const fixture = await ownedPipelineFixture(context);
    const [member, outsider] = await given('somebody has all rights, and somebody none', async () => {
      const both = await Promise.all([people.person('member'), people.person('outsider')]);
      await people.grant(both[0], allRights, { namespace });
      return both;
    });
    const token = await given('the member has a token', () => member.token(kfpAudience));
    const foreign = await given('the outsider has a token', () => outsider.token(kfpAudience));
    const strangersHeader = people.as({ 'kubeflow-userid': outsider.user, authorization: `Bearer ${token}` });
    const membersHeader = people.as({ 'kubeflow-userid': member.user, authorization: `Bearer ${foreign}` });
    const twoTokens = people.as({ authorization: `Bearer ${token}`, Authorization: `Bearer ${foreign}` });
    const refused = await statusesOf({
      ...labelled("a stranger's header", {
        ...readCalls(strangersHeader, fixture),
        ...writeCalls(strangersHeader, fixture, { names, packages, label: 'stranger' }),
      }),
      ...labelled('two tokens', readCalls(twoTokens, fixture)),
    });
    const statusesByHeader = await statusesOf(readCalls(membersHeader, fixture));
    observe('refused', refused);
    observe('given', statusesByHeader);
    await check('SEC-32', async () => {
      const refusals = new Set<unknown>([401, 403, 404]);
      const open = Object.entries(refused).filter(([, status]) => !refusals.has(status));
      soft.deepEqual(open, [], "calls that a token of somebody else's opened");
      const other = Object.entries(statusesByHeader).filter(([, status]) => status !== 200 && status !== 401);
      soft.deepEqual(other, [], 'calls of the user in the header, beside which a token stands');
      await isUnchanged(context, fixture, /-stranger-made/);
    });
  },
};

export default defineSuite({
  title: 'SEC: bearer tokens',
  scenarios: [bearerTokens, twoCredentials],
});
