import { assert, soft } from '../../../src/scenarios/assert.ts';
import { restPatienceMs } from '../../../src/lanes/lanes.ts';
import type { Scenario } from '../../../src/scenarios/scenario.ts';
import { defineSuite } from '../../../src/scenarios/suite.ts';
import { admissionDecisions, rightDecisions } from './admission-decisions.ts';
import { givenPipeline } from '../../expectations/given-pipeline.ts';
import { pipelineListing } from '../../expectations/listing.ts';
import { answerKindsOf, onNewConnections, rolledOutWhile } from './rolled-out-while.ts';

/** The share of reads that may fail while pods are terminating. */
const failingShare = 0.05;

const rolledOut: Scenario = {
  name: 'rolled-out-anew',
  capabilities: ['cluster'],
  disruptive: true,
  checks: ['CLU-25', 'CLU-26', 'CLU-27'],
  observes: ['reads that were answered', 'what was accepted'],
  writes: 60,
  async run(context) {
    const { check, kfp, lane, names, observe } = context;
    const known = await givenPipeline(context, 'known');
    const seen = await rolledOutWhile(context, lane.write, known);
    const { during, after, written } = seen;
    const answered = {
      during: during.failed <= failingShare * during.reads ? 'nearly all' : 'too few',
      after: after.failed === 0 ? 'all' : 'not all',
    };
    observe('reads that were answered', answered);
    await check('CLU-25', () => {
      soft.deepEqual(answered, { during: 'nearly all', after: 'all' }, 'reads by id that were answered');
    });
    await check('CLU-26', async () => {
      assert.ok(written.length > 0, 'writes are accepted while the server is rolled out');
      // A part without a value was not looked at, so that the lanes are not compared.
      const found: Record<string, string | undefined> = { 'by id': undefined, listed: undefined };
      try {
        found['by id'] = (await answerKindsOf(lane.rest, [known, ...written])).join(' or ');
        const listing = lane.eventually({ surface: lane.rest, patienceMs: restPatienceMs }, async () => {
          const { kind, totalSize } = await pipelineListing(onNewConnections(kfp), names).page({ page_size: 1 });
          const isListed = totalSize > written.length ? 'all' : 'not all';
          found['listed'] = kind === 'ok' ? isListed : undefined;
          assert.equal(found['listed'], 'all', 'what was accepted is listed');
        });
        const [listed] = await Promise.allSettled([listing]);
        soft.equal(found['by id'], 'ok', 'what was accepted is there');
        if (listed.status === 'rejected') throw listed.reason;
      } finally {
        observe('what was accepted', found);
      }
    });
    await check('CLU-27', async () => {
      let round = 0;
      // The Service may still route to the replaced pod for a moment, although that pod no longer listens.
      await soft.part(() =>
        lane.eventually({ surface: lane.write, patienceMs: restPatienceMs }, async () => {
          round += 1;
          const found = await admissionDecisions(context, known, `after-${round}`);
          assert.deepEqual(found, rightDecisions, 'what is decided within 5 s afterwards');
        }),
      );
    });
  },
};

export default defineSuite({ title: 'CLU: a server that is rolled out anew', scenarios: [rolledOut] });
