const dnsLabel = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/;

/** Whether this is a valid name of a namespace in Kubernetes (RFC 1123 label). */
export const isNamespaceName = (name: string): boolean => dnsLabel.test(name);
