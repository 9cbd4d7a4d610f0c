const dnsLabel = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/;

/** Whether Kubernetes takes this as the name of a namespace (RFC 1123 label). */
export const isNamespaceName = (name: string): boolean => dnsLabel.test(name);
