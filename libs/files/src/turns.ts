/** One at a time for each key; who comes later cuts who is still there, whose client has usually gone without a word. */
export class Turns {
  private readonly running = new Map<string, { readonly cut: () => void; readonly ended: Promise<void> }>();

  async take<T>(key: string, cut: () => void, work: () => Promise<T>): Promise<T> {
    for (let before = this.running.get(key); before; before = this.running.get(key)) {
      before.cut();
      await before.ended;
    }
    let end = (): void => undefined;
    const ended = new Promise<void>((resolve) => (end = resolve));
    this.running.set(key, { cut, ended });
    try {
      return await work();
    } finally {
      this.running.delete(key);
      end();
    }
  }
}
