const bucketCount = 256;

const bucketOf = (key: string): number => {
  let hash = 0;
  for (let i = 0; i < key.length; i++) hash = (Math.imul(hash, 31) + key.charCodeAt(i)) | 0;
  return hash & (bucketCount - 1);
};

/**
 * A map that never changes: `with` gives a new one and copies one bucket of 256, so that folding thousands of changes into
 * thousands of entries stays cheap while older values stay what they were.
 */
export class Entries<V> {
  private constructor(private readonly buckets: readonly (ReadonlyMap<string, V> | undefined)[]) {}

  static empty<V>(): Entries<V> {
    return new Entries<V>(new Array<undefined>(bucketCount).fill(undefined));
  }

  get(key: string): V | undefined {
    return this.buckets[bucketOf(key)]?.get(key);
  }

  with(key: string, value: V): Entries<V> {
    const bucket = bucketOf(key);
    return new Entries(this.buckets.with(bucket, new Map(this.buckets[bucket]).set(key, value)));
  }

  *values(): IterableIterator<V> {
    for (const bucket of this.buckets) if (bucket) yield* bucket.values();
  }
}
