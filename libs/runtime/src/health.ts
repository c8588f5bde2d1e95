/** What one part of a process says of itself: whether it can do its work, and why not. */
export interface PartHealth {
  readonly ready: boolean;
  /** It lacks something that it can do its work without. */
  readonly degraded?: boolean;
  readonly [detail: string]: unknown;
}

/** The parts of this process, each of which says how it is; what `/health/ready` shows and a load balancer asks. */
export class Health {
  private readonly parts = new Map<string, () => PartHealth>();

  add(part: string, ask: () => PartHealth): void {
    this.parts.set(part, ask);
  }

  /** Every part's answer; ready when all are. */
  report(): { readonly ready: boolean; readonly parts: Readonly<Record<string, PartHealth>> } {
    const parts = Object.fromEntries([...this.parts].map(([name, ask]) => [name, ask()]));
    return { ready: Object.values(parts).every(({ ready }) => ready), parts };
  }
}
