import type { Mutant } from '../../../src/mutants/mutant.ts';
import { askingForReviews, emptyAuditLog, reviewWith } from '../../../src/mutants/audit-rewrite.ts';

const inKubernetesMode = ['kubernetes/rest', 'kubernetes/crd'] as const;

const mutants: readonly Mutant[] = [
  {
    name: 'change-is-reviewed-as-get',
    family: 'field',
    defect: 'for a change the right to read is reviewed',
    kills: ['SEC-03', { requirement: 'PAR-01', scenarios: ['access-reviews'] }],
    aspects: { 'SEC-03': ['what is reviewed of pipelines, by call'], 'PAR-01': ['asked about pipelines'] },
    create: () =>
      askingForReviews((review) => [review.verb === 'update' ? reviewWith(review, { verb: 'get' }) : review.spec]),
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
    knownOfKfp: { 'PAR-01': ['access-reviews'], 'SEC-04': ['access-reviews'] },
    create: () => askingForReviews(({ spec, resource }) => (resource === 'pipelineversions' ? [] : [spec])),
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
    create: () => askingForReviews((review) => [review.spec, reviewWith(review, { resource: 'pipelineversions' })]),
  },
  {
    name: 'new-version-is-reviewed-by-name',
    family: 'field',
    defect: 'the review for a new version names that version as if it were a pipeline',
    kills: ['SEC-07'],
    aspects: { 'SEC-07': ['reviews for a new version that name something else than its pipeline'] },
    create: () =>
      askingForReviews((review) => [review.verb === 'create' ? reviewWith(review, { name: 'v1' }) : review.spec]),
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
      return askingForReviews((review) => {
        const { spec, verb, resource, name } = review;
        if (verb === 'get' && resource === 'pipelines' && name !== '') pipeline = name;
        return [verb === 'create' && resource === 'pipelineversions' ? reviewWith(review, { name: pipeline }) : spec];
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
    knownOfKfp: { 'SEC-08': ['access-review-groups'] },
    create: () => askingForReviews(({ spec }) => [{ ...spec, groups: [] }]),
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
      'SEC-08': ['the audit log shows reviews'],
      'SEC-16': ['the audit log shows the creation of a pipeline by REST'],
    },
    create: emptyAuditLog,
  },
  {
    name: 'unknown-ids-are-looked-for',
    family: 'process',
    defect: 'an unknown id is looked for in all objects before anybody asks who wants to know',
    lanes: inKubernetesMode,
    kills: ['SEC-16'],
    aspects: { 'SEC-16': ['what the Kubernetes API was asked'] },
    create: ({ kubernetesUser: username }) => ({
      taps: {
        auditLog: (lines) => [
          ...lines,
          JSON.stringify({
            requestReceivedTimestamp: new Date().toISOString(),
            verb: 'list',
            user: { username },
            objectRef: { apiGroup: 'pipelines.kubeflow.org', resource: 'pipelines' },
            responseStatus: { code: 200 },
          }),
        ],
      },
    }),
  },
];

export default mutants;
