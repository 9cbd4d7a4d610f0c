import { assert } from '../../../src/scenarios/assert.ts';
import { argoFile, definition, packageFile } from '../../../fixtures/pipelines/definition.ts';
import type { UploadFile } from '../../../src/clients/kfp.ts';
import { defineSuite } from '../../../src/scenarios/suite.ts';
import { accepted } from '../../expectations/accepted.ts';
import { createdPipeline } from '../../expectations/created-pipeline.ts';
import { createdVersion } from '../../expectations/created-version.ts';
import { creationFaultScenario, type CreationFault } from './creation-fault.ts';
import { goneInEveryView } from '../../expectations/eventually-gone.ts';
import { smallDefinition } from '../../expectations/small-definition.ts';

const hello = (): UploadFile => ({ name: 'hello.yaml', content: packageFile('hello') });
const json = (spec: object): UploadFile => ({ name: 'pipeline.json', content: JSON.stringify(spec) });

/** Larger than etcd accepts, and smaller than KFP's file limit. */
const largeBytes = 2 * 1024 * 1024;
/** The maximum length of a label value in Kubernetes. */
const labelLength = 63;
const controls = 'bell \u0007, NUL \u0000, ESC \u001b, DEL \u007f, NEL \u0085, no character \ufffe';

/** A definition whose step prints the text. */
const printing = (text: string): UploadFile => {
  const { pipelineSpec } = smallDefinition();
  const container = { image: 'python:3.11', command: ['echo', text] };
  return json({ ...pipelineSpec, deploymentSpec: { executors: { 'exec-step': { container } } } });
};

const faults: readonly CreationFault[] = [
  {
    name: 'create-with-argo-workflow',
    attemptFor: ({ names }, way) => ({ name: names.of(way), file: { name: 'argo.yaml', content: argoFile() } }),
  },
  {
    // KFP derives object names from pipeline names: the object `<other>-x` of another pipeline has the name that the
    // version of a pipeline `<other>-x` would get.
    name: 'create-with-object-name-that-is-taken',
    prepare: async ({ lane, names }, way) => {
      const other = await createdPipeline(lane, { name: names.of(way) });
      const version = await createdVersion(lane, other, { name: 'x', definition: smallDefinition() });
      return async () => {
        accepted(await lane.write.deleteVersion(version));
        await goneInEveryView(lane, async (surface) => {
          assert.equal((await surface.getVersion(version)).kind, 'missing', `${surface.name}: what stood in the way`);
        });
      };
    },
    attemptFor: ({ names }, way) => ({ name: `${names.of(way)}-x`, file: hello() }),
  },
  {
    // Truncated to the length of a label value, the name ends in a hyphen, which label values must not.
    name: 'create-with-name-that-is-cut-at-a-hyphen',
    attemptFor: ({ names }, way) => ({ name: `${names.of(way).padEnd(labelLength - 1, 'a')}-end`, file: hello() }),
    causedByName: true,
  },
  {
    name: 'create-with-large-definition',
    attemptFor: ({ names }, way) => ({ name: names.of(way), file: printing('a'.repeat(largeBytes)) }),
  },
  {
    name: 'create-with-control-characters-in-definition',
    attemptFor: ({ names }, way) => ({ name: names.of(way), file: printing(controls) }),
  },
  {
    name: 'create-with-control-characters-in-description',
    attemptFor: ({ names }, way) => ({ name: names.of(way), file: hello(), description: controls }),
  },
  {
    name: 'create-with-tag-that-is-too-long',
    attemptFor: ({ names }, way) => ({ name: names.of(way), file: hello(), tags: { team: 'a'.repeat(100) } }),
  },
  {
    // A collation may treat the two tags as equal.
    name: 'create-with-tags-that-differ-in-case',
    attemptFor: ({ names }, way) => ({ name: names.of(way), file: hello(), tags: { team: 'one', Team: 'two' } }),
  },
  {
    // The length is valid for a pipeline, but too long for its version of the same name.
    name: 'create-with-name-of-128-characters',
    attemptFor: ({ names }, way) => ({ name: names.of(way).padEnd(128, 'a'), file: hello() }),
    causedByName: true,
  },
  {
    name: 'create-with-name-of-capitals-and-blanks',
    attemptFor: ({ names }, way) => ({ name: `${names.of(way)} My Pipeline`, file: hello() }),
    causedByName: true,
  },
  {
    name: 'create-with-definition-without-root',
    attemptFor: ({ names }, way) => {
      const { root: _, ...rest } = smallDefinition().pipelineSpec;
      return { name: names.of(way), file: json(rest) };
    },
  },
];

export default defineSuite({
  title: 'FLT: creations that fail',
  scenarios: faults.map((fault) => creationFaultScenario(fault, { file: hello(), definition: definition('hello') })),
});
