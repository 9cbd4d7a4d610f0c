/** Label, with the value `true`, of a container that is to outlive the run that started it. */
export const keptLabel = 'kfp-conformance.kept';
