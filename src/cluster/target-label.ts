/** The label of the namespaces of a target process, to which its webhooks are limited. */
export const targetLabel = (id: string): Readonly<Record<string, string>> => ({ 'kfp-conformance/target': id });
