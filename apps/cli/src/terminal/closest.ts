/** Up to three of the words a person may have meant, nearest first; none when all are far. */
export function closest(word: string, words: readonly string[]): readonly string[] {
  const wanted = word.toLowerCase();
  return words
    .map((candidate) => ({ candidate, distance: edits(wanted, candidate.toLowerCase()) }))
    .filter(({ candidate, distance }) => distance <= Math.max(2, candidate.length / 3))
    .sort((a, b) => a.distance - b.distance)
    .slice(0, 3)
    .map(({ candidate }) => candidate);
}

/** How many letters must be put in, taken out or changed (Levenshtein). */
function edits(a: string, b: string): number {
  let before = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row++) {
    const now = [row];
    for (let column = 1; column <= b.length; column++)
      now[column] = Math.min(
        (before[column] ?? 0) + 1,
        (now[column - 1] ?? 0) + 1,
        (before[column - 1] ?? 0) + (a[row - 1] === b[column - 1] ? 0 : 1),
      );
    before = now;
  }
  return before[b.length] ?? 0;
}
