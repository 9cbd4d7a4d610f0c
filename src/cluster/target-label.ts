/** The label of the namespaces that belong to a target process: its webhooks are about these and no others. */
export const targetLabel = (id: string): Readonly<Record<string, string>> => ({ 'kfp-conformance/target': id });
