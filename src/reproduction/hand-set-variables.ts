import type { TokenHolder } from '../clients/token-holder.ts';
import type { KnownValues } from './known-values.ts';
import { plainText } from './shell-text.ts';

interface Setting {
  readonly value: string;
  readonly remark: string;
}

/** What a reader may want to set, with a value to start from; a value of `''` must be set. */
const settings: Readonly<Record<string, Setting>> = {
  KFP: { value: 'http://localhost:8888', remark: 'the REST API of the target' },
  REPLICA: { value: '', remark: 'the REST API of one replica of the target: kubectl port-forward to its pod' },
  KUBERNETES: { value: 'http://localhost:8001', remark: 'the Kubernetes API: kubectl proxy' },
  NAMESPACE: { value: 'kubeflow', remark: 'the namespace of its pipelines' },
  TARGET: { value: '', remark: 'the label by which its webhooks know their namespaces' },
  PACKAGES: {
    value: 'http://localhost:9000',
    remark: 'a web server that the target can reach: python3 -m http.server 9000 -d packages',
  },
  RESOURCE_VERSION: { value: '', remark: 'a resourceVersion that the run had from elsewhere' },
};

const credential: Setting = { value: '', remark: 'credentials are never written down' };

const settingOf = (variable: string): Setting | undefined =>
  /^(TOKEN|KEY|COOKIE|PASSWORD)(_|$)/.test(variable) ? credential : settings[variable.replace(/_\d+$/, '')];

/** The variables at the head of a script: `NAME`, then `NAME_2` … for further values of one kind. */
export class HandSetVariables {
  readonly #known: KnownValues;
  readonly #tokens: ReadonlyMap<string, TokenHolder>;
  readonly #names: string[] = ['KFP', 'REPLICA_1', 'REPLICA_2', 'KUBERNETES'];
  readonly #counts = new Map<string, number>();

  constructor(known: KnownValues, tokens: ReadonlyMap<string, TokenHolder> = new Map()) {
    this.#known = known;
    this.#tokens = tokens;
  }

  fix(value: string, name: string): void {
    if (value === '' || this.#known.knows(value)) return;
    const count = (this.#counts.get(name) ?? 0) + 1;
    this.#counts.set(name, count);
    const variable = count === 1 ? name : `${name}_${count}`;
    if (!this.#names.includes(variable)) this.#names.push(variable);
    this.#known.fix(value, variable);
  }

  /** A line for each variable that the script uses. What the shell has already stays: it can be set before. */
  lines(script: string): readonly string[] {
    return this.#names
      .filter((variable) => new RegExp(`\\$\\{?${variable}(?!\\w)`).test(script))
      .map((variable) => `${variable}=\${${variable}:-${settingOf(variable)?.value}}  # ${this.#remark(variable)}`);
  }

  #remark(variable: string): string | undefined {
    const holder = this.#tokens.get(variable);
    if (holder === undefined) return settingOf(variable)?.remark;
    const audience = holder.audience === undefined ? '' : ` --audience ${holder.audience}`;
    const namespace = plainText(this.#known.template(holder.namespace, 'plain'));
    return `when it is there: kubectl create token ${holder.serviceAccount} -n ${namespace}${audience}`;
  }
}
