import { UsageError } from '../../failures/usage-error.ts';

/** `host:port/path:tag@digest`, as container engines parse it. */
const form =
  /^(?<name>(?:[a-zA-Z0-9][\w.-]*(?::\d+)?\/)?[a-z0-9]+(?:(?:[._]|__|-+|\/)[a-z0-9]+)*)(?::(?<tag>\w[\w.-]{0,127}))?(?<digest>@sha256:[0-9a-f]{64})?$/;

/** Adds the tag `latest` to a reference without tag and digest. Throws a UsageError if the reference is invalid. */
export const imageReference = (given: string): string => {
  const { name, tag, digest } = form.exec(given)?.groups ?? {};
  if (name === undefined)
    throw new UsageError(
      `--target image:${given}: expected the name of a container image, such as image:ghcr.io/kubeflow/kfp-api-server:2.17.0`,
    );
  return tag === undefined && digest === undefined ? `${given}:latest` : given;
};
