import { variantNames, variants, type VariantName } from '../../../src/contract/variant.ts';
import { jsonIn } from '../../../src/mutants/json-in.ts';
import { userOf } from '../../../src/mutants/access-rewrite.ts';
import type { Kill, Mutant } from '../../../src/mutants/mutant.ts';
import { aboutBodies, bodyHas } from '../../../src/mutants/pipeline-rewrite.ts';
import { answering, changingJson, fakeResponse, inventing } from '../../../src/mutants/rewrite.ts';

const sharing = variantNames.filter((variant) => variants[variant].tenancy === 'multi-user');

const without = (names: readonly VariantName[], ...left: readonly VariantName[]): readonly VariantName[] =>
  names.filter((name) => !left.includes(name));

/** FEA-04 in the scenarios of these variants. */
const agreement = (prefix: string, names: readonly VariantName[], lanes?: Mutant['lanes']): Kill => ({
  requirement: 'FEA-04',
  scenarios: names.map((name) => `${prefix}-${name}`),
  ...(lanes !== undefined && { lanes }),
});

const versionCreation = { surface: 'rest', method: 'POST', path: /\/versions$/ } as const;
const v1beta1List = { surface: 'rest', method: 'GET', path: /^\/apis\/v1beta1\/pipelines/ } as const;
const objectCreation = { surface: 'kubernetes', method: 'POST', path: /\/pipelineversions$/ } as const;
const pipelineCreation = { surface: 'rest', method: 'POST', path: /^\/apis\/v2beta1\/pipelines$/ } as const;
/** The version from a URL by which the feature is probed. */
const ofProbe = ['-v","package_url"'];
const invented = 'made-up';

const owners = (ownerReferences: readonly object[]) =>
  changingJson(objectCreation, (json) => ({ ...json, metadata: { ...(json['metadata'] as object), ownerReferences } }));

const withoutNamespace = inventing(pipelineCreation, () =>
  fakeResponse(409, { code: 10, message: 'A namespace is required' }),
);

const fetching = without(variantNames, 'url-validation');

const mutants: readonly Mutant[] = [
  {
    name: 'version-without-owner',
    family: 'field',
    defect: 'a PipelineVersion is admitted without an ownerReference',
    kills: ['FEA-01', agreement('features-by-objects', without(variantNames, 'webhook-off'))],
    aspects: {
      'FEA-04': ['the features found now are those that the run assumed when it chose its checks'],
      'FEA-01': ['the probe finds the feature webhook'],
    },
    create: () => ({ intercept: owners([]) }),
  },
  {
    name: 'version-owned-without-webhook',
    family: 'field',
    defect: 'a PipelineVersion gets its ownerReference although the target was started without webhooks',
    kills: [agreement('features-by-objects', ['webhook-off'])],
    aspects: { 'FEA-04': ['the features found now are those that the run assumed when it chose its checks'] },
    create: () => ({ intercept: owners([{ kind: 'Pipeline' }]) }),
  },
  {
    name: 'package-url-refused',
    family: 'status',
    defect: 'every package_url is refused',
    kills: [
      'FEA-02',
      agreement('features-by-rest', fetching),
      {
        requirement: 'PAR-01',
        scenarios: [
          'feature-package-url',
          'feature-package-url-multi-user',
          ...fetching.map((name) => `features-by-rest-${name}`),
        ],
      },
    ],
    aspects: {
      'FEA-04': ['the features found now are those that the run assumed when it chose its checks'],
      'PAR-01': ['loopback-package-url', 'found'],
      'FEA-02': ['the probe finds the feature loopback-package-url'],
    },
    create: () => ({ intercept: aboutBodies(ofProbe, answering(versionCreation, 400)) }),
  },
  {
    name: 'package-url-accepted-unseen',
    family: 'status',
    defect: 'a package_url that the settings forbid is accepted',
    kills: [
      agreement('features-by-rest', ['url-validation']),
      { requirement: 'PAR-01', scenarios: ['features-by-rest-url-validation'] },
    ],
    aspects: {
      'FEA-04': ['the features found now are those that the run assumed when it chose its checks'],
      'PAR-01': ['loopback-package-url'],
    },
    create: () => ({
      intercept: aboutBodies(
        ofProbe,
        inventing(versionCreation, () => fakeResponse(200, { pipeline_version_id: invented })),
      ),
    }),
  },
  {
    name: 'v1beta1-gone',
    family: 'status',
    defect: 'the old API is not served any more',
    kills: ['FEA-03', agreement('features-by-rest', variantNames, ['database/rest'])],
    aspects: {
      'FEA-04': ['the features found now are those that the run assumed when it chose its checks'],
      'FEA-03': ['the probe finds the feature v1beta1'],
    },
    create: () => ({ intercept: answering(v1beta1List, 404) }),
  },
  {
    name: 'v1beta1-back',
    family: 'status',
    defect: 'the old API is served after all where pipelines are stored in the Kubernetes API',
    kills: [agreement('features-by-rest', variantNames, ['kubernetes/rest'])],
    aspects: { 'FEA-04': ['the features found now are those that the run assumed when it chose its checks'] },
    create: () => ({ intercept: answering(v1beta1List, 200) }),
  },
  {
    name: 'shared-pipelines-gone',
    family: 'status',
    defect: 'a creation without a namespace is refused',
    kills: [agreement('shared-features', without(sharing, 'require-namespace'))],
    aspects: { 'FEA-04': ['the features found now are those that the run assumed when it chose its checks'] },
    create: () => ({
      intercept: (request, send, surface) => {
        // The owner of a namespace gets header and namespace later.
        const isShared = userOf(request) !== undefined && !bodyHas(request, '"namespace"');
        return isShared ? withoutNamespace(request, send, surface) : send(request);
      },
    }),
  },
  {
    name: 'shared-pipelines-although-a-namespace-is-required',
    family: 'status',
    defect: 'a creation without a namespace makes a cluster-scoped object although a namespace is required',
    kills: [agreement('shared-features', ['require-namespace'])],
    aspects: { 'FEA-04': ['the features found now are those that the run assumed when it chose its checks'] },
    create: () => ({
      intercept: async (request, send, surface) => {
        if (surface === 'kubernetes' && /\/sharedpipelines\//.test(request.target))
          return fakeResponse(200, { kind: 'SharedPipeline', metadata: { uid: invented } });
        if (surface !== 'rest') return send(request);
        if (request.method === 'DELETE' && request.target.includes(invented)) return fakeResponse(200, {});
        const answer = await send(request);
        const { code } = jsonIn(answer);
        return pipelineCreation.path.test(request.target) && code === 3
          ? fakeResponse(200, { pipeline_id: invented })
          : answer;
      },
    }),
  },
];

export default mutants;
