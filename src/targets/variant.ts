/** A named set of target settings that a scenario asks for. Both targets understand KFP's own flags and variables. */
export interface Variant {
  readonly description: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** No webhook configuration selects the target's namespace. */
  readonly webhook: boolean;
}

const base = { args: [], env: {}, webhook: true } as const;

export const variants = {
  default: { ...base, description: 'definitions may be downloaded from loopback' },
  'url-validation': {
    ...base,
    description: 'package_url is validated',
    env: { PIPELINE_URL_VALIDATION_ENABLED: 'true', PIPELINE_URL_TIMEOUT: '3s' },
  },
  'webhook-off': { ...base, description: 'no admission webhook', args: ['--disableWebhook'], webhook: false },
  'block-v1': { ...base, description: 'v1 specs are refused', env: { BLOCK_V1_PIPELINES: 'true' } },
} as const satisfies Record<string, Variant>;

export type VariantName = keyof typeof variants;
