import type { TokenHolder } from '../clients/token-holder.ts';
import type { KnownValues } from './known-values.ts';
import { plainText } from './shell-text.ts';

interface Setting {
  readonly value: string;
  readonly remark: string;
}

/** Variables that the user may set, with default values; those with the default `''` must be set. */
const settings: Readonly<Record<string, Setting>> = {
  KFP: { value: 'http://localhost:8888', remark: 'the REST API of the target' },
  REPLICA: { value: '', remark: 'the REST API of one replica of the target: kubectl port-forward to its pod' },
  KUBERNETES: { value: 'http://localhost:8001', remark: 'the Kubernetes API: kubectl proxy' },
  NAMESPACE: { value: 'kubeflow', remark: 'the namespace of its pipelines' },
  TARGET: { value: '', remark: 'the value of the label by which its webhooks select namespaces' },
  PACKAGES: {
    value: 'http://localhost:9000',
    remark: 'a web server that the target can reach: python3 -m http.server 9000 -d packages',
  },
  RESOURCE_VERSION: { value: '', remark: 'a resourceVersion that the run obtained from a watch' },
};

const credential: Setting = { value: '', remark: 'credentials are never recorded' };

const settingOf = (variable: string): Setting | undefined =>
  /^(TOKEN|KEY|COOKIE|PASSWORD)(_|$)/.test(variable) ? credential : settings[variable.replace(/_\d+$/, '')];

/** The variables at the head of a script: `NAME`, then `NAME_2` … for further values of the same kind. */
export class ScriptVariables {
  readonly #known: KnownValues;
  readonly #tokens: ReadonlyMap<string, TokenHolder>;
  readonly #names: string[] = ['KFP', 'REPLICA_1', 'REPLICA_2', 'KUBERNETES'];
  readonly #counts = new Map<string, number>();

  constructor(known: KnownValues, tokens: ReadonlyMap<string, TokenHolder> = new Map()) {
    this.#known = known;
    this.#tokens = tokens;
  }

  define(value: string, name: string): void {
    if (value === '' || this.#known.has(value)) return;
    const count = (this.#counts.get(name) ?? 0) + 1;
    this.#counts.set(name, count);
    const variable = count === 1 ? name : `${name}_${count}`;
    if (!this.#names.includes(variable)) this.#names.push(variable);
    this.#known.define(value, variable);
  }

  /** An assignment for each variable that the script uses. It keeps values that are already set in the shell. */
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
    return `after the account exists: kubectl create token ${holder.serviceAccount} -n ${namespace}${audience}`;
  }
}
