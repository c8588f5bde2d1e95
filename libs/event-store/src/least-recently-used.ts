/** A bounded map: what was not touched for longest goes first. */
export class LeastRecentlyUsed<V> {
  private readonly entries = new Map<string, V>();

  constructor(private readonly capacity: number) {}

  get(key: string): V | undefined {
    const value = this.entries.get(key);
    if (value !== undefined) this.set(key, value);
    return value;
  }

  set(key: string, value: V): void {
    this.entries.delete(key);
    this.entries.set(key, value);
    if (this.entries.size > this.capacity)
      for (const oldest of this.entries.keys()) {
        this.entries.delete(oldest);
        break;
      }
  }

  delete(key: string): void {
    this.entries.delete(key);
  }
}
