const DNS_LABEL = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/;

/** Whether Kubernetes takes this as the name of a namespace (RFC 1123 label). */
export function isNamespaceName(name: string): boolean {
  return DNS_LABEL.test(name);
}
