/** The label, with the value `true`, of a container that must outlive the run that started it. */
export const keptLabel = 'kfp-conformance.kept';
