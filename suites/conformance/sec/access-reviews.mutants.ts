import type { Mutant } from '../../../src/mutants/mutant.ts';
import { askingForReviews } from '../../../src/mutants/review-rewrite.ts';

const inKubernetesMode = ['kubernetes/rest', 'kubernetes/crd'] as const;

const mutants: readonly Mutant[] = [
  {
    name: 'change-is-reviewed-as-get',
    family: 'field',
    defect: 'for a change the right to read is reviewed',
    kills: ['SEC-03', { requirement: 'PAR-01', scenarios: ['access-reviews'] }],
    aspects: { 'SEC-03': ['what is reviewed of pipelines, by call'], 'PAR-01': ['asked about pipelines'] },
    create: () =>
      askingForReviews((reviews) =>
        reviews.map((review) => (review.verb === 'update' ? { ...review, verb: 'get' } : review)),
      ),
  },
  {
    name: 'versions-are-not-reviewed',
    family: 'field',
    defect: 'calls about versions are reviewed for their pipeline only',
    lanes: inKubernetesMode,
    kills: ['SEC-04', 'PAR-01'].map((requirement) => ({ requirement, scenarios: ['access-reviews'] })),
    aspects: {
      'SEC-04': ['what is reviewed of versions, by call'],
      'PAR-01': ['asked about versions in kubernetes/rest', 'asked about versions in kubernetes/crd'],
    },
    knownOfKfp: ['PAR-01', 'SEC-04'],
    create: () => askingForReviews((reviews) => reviews.filter(({ resource }) => resource !== 'pipelineversions')),
  },
  {
    name: 'versions-are-reviewed-in-the-database',
    family: 'field',
    defect: 'where versions are rows of a table, the right on objects that are not there is reviewed as well',
    lanes: ['database/rest'],
    kills: [
      { requirement: 'SEC-05', scenarios: ['access-reviews'] },
      { requirement: 'PAR-01', scenarios: ['access-reviews'], lanes: inKubernetesMode },
    ],
    aspects: {
      'SEC-05': ['what is reviewed of versions, by call'],
      'PAR-01': ['asked about versions in database/rest'],
    },
    create: () =>
      askingForReviews((reviews) => reviews.flatMap((review) => [review, { ...review, resource: 'pipelineversions' }])),
  },
  {
    name: 'new-version-is-reviewed-by-name',
    family: 'field',
    defect: 'the review for a new version names that version as if it were a pipeline',
    kills: ['SEC-07'],
    aspects: { 'SEC-07': ['reviews for a new version that name something else than its pipeline'] },
    create: () =>
      askingForReviews((reviews) =>
        reviews.map((review) => (review.verb === 'create' ? { ...review, name: 'v1' } : review)),
      ),
  },
  {
    name: 'new-version-is-reviewed-as-its-pipeline',
    family: 'field',
    defect: 'the review on versions for a new one names its pipeline, as if that were a version',
    lanes: inKubernetesMode,
    kills: ['SEC-07'],
    aspects: { 'SEC-07': ['reviews for a new version that name something else than its pipeline'] },
    create: () => {
      let pipeline = '';
      return askingForReviews((reviews) => {
        const read = reviews.find(
          ({ verb, resource, name }) => verb === 'get' && resource === 'pipelines' && name !== '',
        );
        pipeline = read?.name ?? pipeline;
        return reviews.map((review) =>
          review.verb === 'create' && review.resource === 'pipelineversions' ? { ...review, name: pipeline } : review,
        );
      });
    },
  },
  {
    name: 'groups-are-not-reviewed',
    family: 'field',
    defect: 'reviews carry the user without their groups',
    kills: [
      { requirement: 'SEC-08', scenarios: ['access-review-groups'] },
      { requirement: 'PAR-01', scenarios: ['access-review-groups'] },
    ],
    aspects: { 'SEC-08': ['groups of the token that no review carries'], 'PAR-01': ['by token'] },
    knownOfKfp: ['SEC-08'],
    create: () => askingForReviews((reviews) => reviews.map((review) => ({ ...review, groups: [] }))),
  },
  {
    name: 'audit-log-is-empty',
    family: 'process',
    defect: 'the audit log shows neither reviews nor requests',
    kills: [
      ...['SEC-03', 'SEC-04', 'SEC-05', 'SEC-07'].map((requirement) => ({
        requirement,
        scenarios: ['access-reviews'],
      })),
      { requirement: 'SEC-08', scenarios: ['access-review-groups'] },
      'SEC-16',
    ],
    aspects: {
      'SEC-03': ['what is reviewed of pipelines, by call'],
      'SEC-05': ['the audit log shows reviews'],
      'SEC-07': ['the audit log shows reviews'],
      'SEC-04': ['the audit log shows reviews'],
      'SEC-08': ['groups of the token that no review carries'],
      'SEC-16': ['the audit log shows the creation of a pipeline by REST'],
    },
    knownOfKfp: ['SEC-08'],
    create: () => ({
      target: (target) => ({
        ...target,
        accessReviews: async () => [],
        kubernetesRequests: async () => [],
      }),
    }),
  },
  {
    name: 'unknown-ids-are-looked-for',
    family: 'process',
    defect: 'an unknown id is looked for in all objects before anybody asks who wants to know',
    lanes: inKubernetesMode,
    kills: ['SEC-16'],
    aspects: { 'SEC-16': ['what the Kubernetes API was asked'] },
    create: () => ({
      target: (target) => ({
        ...target,
        kubernetesRequests: async (since) => [
          ...(await target.kubernetesRequests(since)),
          { verb: 'list', resource: 'pipelines', namespace: '', name: '', status: 200 },
        ],
      }),
    }),
  },
];

export default mutants;
