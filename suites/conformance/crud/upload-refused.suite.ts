import { soft } from '../../../src/scenarios/assert.ts';
import { packageFile } from '../../../fixtures/pipelines/definition.ts';
import { tarGzPackage } from '../../../fixtures/packages/tar-gz-package.ts';
import { zipPackage } from '../../../fixtures/packages/zip-package.ts';
import { apiV2, type UploadFile } from '../../../src/clients/kfp.ts';
import type { ScenarioContext } from '../../../src/scenarios/context.ts';
import type { Scenario } from '../../../src/scenarios/scenario.ts';
import { defineSuite } from '../../../src/scenarios/suite.ts';
import { accepted } from '../../expectations/accepted.ts';
import { createdPipeline } from '../../expectations/created-pipeline.ts';
import { nothingRemains } from '../../expectations/nothing-remains.ts';
import { deviatingEntries } from '../../expectations/deviating-entries.ts';
import { isRestartSeen, processAcross, restartSeen } from '../../expectations/same-process.ts';
import { uploadBoth, uploadRefusal } from '../../expectations/uploads.ts';

const hello = (): UploadFile => ({ name: 'hello.yaml', content: packageFile('hello') });

/** Asserts that the uploads under these labels created no pipeline and no version of the parent. */
const assertNothingUploaded = async (
  context: ScenarioContext,
  parentId: string,
  labels: readonly string[],
): Promise<void> => {
  await nothingRemains(context, labels);
  for (const { surface } of context.lane.views) {
    const versions = accepted(await surface.allVersions({ id: parentId, name: context.names.of('parent') }));
    soft.deepEqual(
      versions.map(({ name }) => name),
      [],
      `${surface.name}: versions of refused uploads`,
    );
  }
};

/** For each label, the refusal of the upload as a pipeline and as a version. */
type Refusals = Readonly<Record<string, readonly [string, string]>>;

const refusal: readonly [string, string] = ['400 with error_message', '400 with error_message'];

/** Uploads one file after the other, because an upload that hangs must not delay the others. */
const refusalsOf = async (
  { kfp, names }: ScenarioContext,
  parentId: string,
  cases: Readonly<Record<string, { readonly file: UploadFile; readonly tags?: string }>>,
): Promise<Refusals> => {
  const found: Record<string, readonly [string, string]> = {};
  for (const [label, { file, tags }] of Object.entries(cases)) {
    const [pipeline, version] = await uploadBoth(kfp, file, { name: names.of(label), parentId, version: label, tags });
    found[label] = [uploadRefusal(pipeline), uploadRefusal(version)];
  }
  return found;
};

const withoutFile: Scenario = {
  name: 'upload-without-file',
  checks: ['CRUD-29'],
  observes: ['answers'],
  async run(context) {
    const { lane, check, given, observe, names } = context;
    const parent = await given('a pipeline is created', () => createdPipeline(lane, { name: names.of('parent') }));
    const found = await refusalsOf(context, parent.id, { 'other-field': { file: { ...hello(), field: 'file' } } });
    observe('answers', found);
    await check('CRUD-29', async () => {
      soft.deepEqual(deviatingEntries(refusal, found), {}, 'uploads without the field uploadfile that are not refused');
      await assertNothingUploaded(context, parent.id, ['other-field']);
    });
  },
};

/** A file one byte above the limit: a valid pipeline followed by a comment. */
const tooLarge = (): Uint8Array => {
  const file = Buffer.alloc(32 * 1024 * 1024 + 1, '#');
  const text = `${packageFile('hello')}\n#`;
  file.write(text);
  return file;
};

const largeUpload: Scenario = {
  name: 'upload-too-large',
  checks: ['CRUD-31'],
  observes: ['answers'],
  async run(context) {
    const { lane, check, given, observe, names } = context;
    const parent = await given('a pipeline is created', () => createdPipeline(lane, { name: names.of('parent') }));
    const found = await refusalsOf(context, parent.id, {
      large: { file: { name: 'large.yaml', content: tooLarge() } },
    });
    observe('answers', found);
    await check('CRUD-31', async () => {
      soft.deepEqual(deviatingEntries(refusal, found), {}, 'uploads of 32 MiB and one byte that are not refused');
      await assertNothingUploaded(context, parent.id, ['large']);
    });
  },
};

const malformedFiles = async (): Promise<Readonly<Record<string, { readonly file: UploadFile }>>> => {
  const yaml = (content: string) => ({ file: { name: 'pipeline.yaml', content } });
  const files = { 'pipeline.yaml': packageFile('hello') };
  const zip = zipPackage(files);
  const tarGz = await tarGzPackage(files);
  return {
    empty: yaml(''),
    'open-list': yaml('a: ['),
    sentence: yaml('this is a sentence'),
    number: yaml('42'),
    list: yaml('- one\n- two\n'),
    'open-json': { file: { name: 'pipeline.json', content: '{"a":' } },
    'empty-zip': { file: { name: 'pipeline.zip', content: zipPackage({}) } },
    'cut-zip': { file: { name: 'pipeline.zip', content: zip.slice(0, zip.length / 2) } },
    'cut-tar-gz': { file: { name: 'pipeline.tar.gz', content: tarGz.slice(0, tarGz.length / 2) } },
    'other-format': { file: { name: 'pipeline.txt', content: packageFile('hello') } },
  };
};

const malformedUpload: Scenario = {
  name: 'upload-malformed',
  writes: 23,
  disruptive: true,
  capabilities: ['process'],
  checks: ['CRUD-32'],
  survival: { 'CRUD-32': 'the process is the same' },
  observes: ['answers'],
  async run(context) {
    const { lane, check, given, observe, names, kfp, target } = context;
    const restartIsSeen = await isRestartSeen(target);
    const parent = await given('a pipeline is created', () => createdPipeline(lane, { name: names.of('parent') }));
    const files = await malformedFiles();
    const found: Record<string, readonly [string, string]> = {};
    const late: string[] = [];
    const process = await processAcross(target, async () => {
      for (const [label, one] of Object.entries(files)) {
        const started = performance.now();
        Object.assign(found, await refusalsOf(context, parent.id, { [label]: one }));
        if (performance.now() - started > 10_000) late.push(label);
      }
    });
    observe('answers', found);
    await check('CRUD-32', async () => {
      soft.equal(restartIsSeen, true, restartSeen);
      soft.deepEqual(deviatingEntries(refusal, found), {}, 'files without a pipeline that are not refused');
      soft.deepEqual(late, [], 'uploads not answered within 10 s');
      // Before the harness writes again: a server that is gone fails this check, and does not block it.
      soft.equal((await kfp.call('GET', `${apiV2}/healthz`)).status, 200, 'the server answers afterwards');
      soft.equal(process, 'the same', 'the process is the same');
      await assertNothingUploaded(context, parent.id, Object.keys(files));
    });
  },
};

const wrongTags: Scenario = {
  name: 'upload-of-wrong-tags',
  writes: 13,
  checks: ['CRUD-34'],
  observes: ['answers'],
  async run(context) {
    const { lane, check, given, observe, names } = context;
    const parent = await given('a pipeline is created', () => createdPipeline(lane, { name: names.of('parent') }));
    const cases = {
      list: { file: hello(), tags: '["team"]' },
      text: { file: hello(), tags: '"team"' },
      number: { file: hello(), tags: '{"team":1}' },
      nested: { file: hello(), tags: '{"team":{"name":"conformance"}}' },
      'no-json': { file: hello(), tags: 'team=conformance' },
    };
    const found = await refusalsOf(context, parent.id, cases);
    observe('answers', found);
    await check('CRUD-34', async () => {
      soft.deepEqual(deviatingEntries(refusal, found), {}, 'tags that are no JSON map of strings, and are not refused');
      await assertNothingUploaded(context, parent.id, Object.keys(cases));
    });
  },
};

export default defineSuite({
  title: 'CRUD: uploads that are refused',
  alsoMultiUser: true,
  scenarios: [withoutFile, largeUpload, malformedUpload, wrongTags],
});
