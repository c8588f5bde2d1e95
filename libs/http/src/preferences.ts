/** One entry of a header like `Accept`, in lower case. */
interface Preference {
  readonly value: string;
  /** 0 to 1; 0 is refused. */
  readonly quality: number;
}

/** What a client likes, best first; of equals the first named. Only the first 500 characters count. */
export function preferencesIn(header: string | undefined): readonly Preference[] {
  return (header ?? '')
    .slice(0, 500)
    .toLowerCase()
    .split(',')
    .map((part, order) => {
      const [value = '', ...parameters] = part.split(';').map((text) => text.trim());
      const quality = parameters.find((text) => /^q\s*=/.test(text))?.split('=')[1];
      return { value, quality: quality === undefined ? 1 : Number(quality) || 0, order };
    })
    .sort((a, b) => b.quality - a.quality || a.order - b.order);
}
