import type { TargetInstance } from '../targets/target-host.ts';

type Inspected = Pick<TargetInstance, 'process' | 'replicas'>;

/** The identities of a target's processes, by replica. */
const identitiesOf = ({ process, replicas }: Inspected): Promise<readonly string[]> =>
  Promise.all(replicas.map(async (_, index) => (await process(index)).identity));

/**
 * The processes of one target that the harness started. Every other process, and every end of a process that the harness
 * did not ask for, is kept as a sentence until it is taken.
 */
export class ProcessRecord {
  readonly #name: string;
  readonly #instance: Inspected;
  #known: readonly string[] | undefined;
  /** Why the processes could not be seen at a time of which no later look tells. */
  #unseen: string | undefined;
  #unasked: string[] = [];
  #disturbed = false;
  /** The host has reported an end, whose replacement is no second event. */
  #announced = false;
  #replacements = 0;
  #before: Promise<void> | undefined;

  /** `name` begins the sentences: `target k8s-1 (kubernetes, variant default)`. */
  constructor(name: string, instance: Inspected) {
    this.#name = name;
    this.#instance = instance;
  }

  /** Whether a process ended or was restarted, ever, without the harness having asked for it. */
  get disturbed(): boolean {
    return this.#disturbed;
  }

  /**
   * Takes the present processes for those that the harness started. Where they cannot be seen, the next look does so, and
   * keeps that nobody knows whether they are the same.
   */
  async accept(): Promise<void> {
    this.#known = await identitiesOf(this.#instance).catch((cause: unknown) => this.#missed(cause));
  }

  /** Records that the host saw a process end by itself. */
  ended(how: string): void {
    this.#keep(how);
    this.#announced = true;
  }

  /** Compares the processes with those that the harness started. Throws if they cannot be seen. */
  async look(): Promise<void> {
    const found = await identitiesOf(this.#instance);
    const known = this.#known ?? found;
    this.#known = found;
    if (this.#unseen !== undefined)
      this.#keep(
        `whether ${this.#name} was restarted before its processes could be seen is not known: ${this.#unseen}`,
      );
    this.#unseen = undefined;
    const changed = found.flatMap((identity, index) => (identity === known[index] ? [] : [index]));
    if (changed.length === 0) return;
    if (!this.#announced)
      for (const index of changed)
        this.#keep(
          `${this.#name} was restarted, and the harness had not asked for it: replica ${index + 1} was ${known[index]}, now it is ${found[index]}`,
        );
    this.#announced = false;
  }

  /** Restarts processes on behalf of the harness: what runs afterwards is known. */
  async replace(act: () => Promise<void>): Promise<void> {
    this.#replacements += 1;
    // Replacements that overlap share the look before the first of them.
    // Nobody can look at the replaced processes afterwards.
    this.#before ??= this.look().catch((cause: unknown) => this.#missed(cause));
    await this.#before;
    try {
      await act();
    } finally {
      this.#replacements -= 1;
      if (this.#replacements === 0) {
        this.#before = undefined;
        await this.accept();
      }
    }
  }

  /** The sentences since the last call, in order. */
  take(): readonly string[] {
    return this.#unasked.splice(0);
  }

  #missed(cause: unknown): undefined {
    this.#unseen ??= cause instanceof Error ? cause.message : String(cause);
  }

  #keep(how: string): void {
    this.#disturbed = true;
    this.#unasked.push(how);
  }
}
