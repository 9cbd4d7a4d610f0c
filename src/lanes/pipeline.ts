/** A pipeline as every surface shows it. Absent texts are `''`, absent tags `{}`; `createdAt` is RFC 3339. */
export interface Pipeline {
  readonly id: string;
  readonly name: string;
  readonly displayName: string;
  readonly description: string;
  readonly createdAt: string;
  readonly tags: Readonly<Record<string, string>>;
}

/** What a writer says of a new pipeline; what is absent is not sent. */
export interface PipelineDraft {
  readonly name?: string;
  readonly displayName?: string;
  readonly description?: string;
  readonly tags?: Readonly<Record<string, string>>;
}

/** A pipeline's definition: the IR document, and the platform document that may accompany it. */
export interface Definition {
  readonly pipelineSpec: Readonly<Record<string, unknown>>;
  readonly platformSpec?: Readonly<Record<string, unknown>>;
}

/** A pipeline version as every surface shows it; `definition` is what REST calls `pipeline_spec`, taken apart. */
export interface PipelineVersion {
  readonly id: string;
  readonly pipelineId: string;
  readonly name: string;
  readonly displayName: string;
  readonly description: string;
  readonly createdAt: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly codeSourceUrl: string;
  readonly packageUrl: string;
  readonly definition: Definition;
}

/** What a writer says of a new version; what is absent is not sent. */
export interface VersionDraft {
  readonly name?: string;
  readonly displayName?: string;
  readonly description?: string;
  readonly tags?: Readonly<Record<string, string>>;
  readonly codeSourceUrl?: string;
  readonly definition: Definition;
}

/** A change of what may change after creation; what is absent is not sent. */
export interface MetadataChange {
  readonly displayName?: string;
  readonly tags?: Readonly<Record<string, string>>;
}
