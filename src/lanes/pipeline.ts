/** A pipeline as both surfaces return it. Absent texts are `''`, absent tags `{}`; `createdAt` is RFC 3339. */
export interface Pipeline {
  readonly id: string;
  readonly name: string;
  readonly displayName: string;
  readonly description: string;
  readonly createdAt: string;
  readonly tags: Readonly<Record<string, string>>;
}

/** The fields of a new pipeline; absent fields are not sent. */
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

/** A pipeline version as both surfaces return it; `definition` is the parsed `pipeline_spec` of REST. */
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

/** The fields of a new version; absent fields are not sent. */
export interface VersionDraft {
  readonly name?: string;
  readonly displayName?: string;
  readonly description?: string;
  readonly tags?: Readonly<Record<string, string>>;
  readonly codeSourceUrl?: string;
  readonly definition: Definition;
}

/** A change of the fields that are mutable after creation; absent fields are not sent. */
export interface MetadataChange {
  readonly displayName?: string;
  readonly tags?: Readonly<Record<string, string>>;
}
