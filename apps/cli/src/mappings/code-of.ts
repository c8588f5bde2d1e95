/** A person's, unit's or product's code from a name: `Mei-Mei Johns` is `mei.mei.johns`; RangeError when nothing is left of it. */
export function codeOf(name: string): string {
  const code = name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/\p{M}/gu, '')
    .replace(/[^a-z0-9]+/g, '.')
    .replace(/^\.|\.$/g, '')
    .slice(0, 50);
  if (code === '') throw new RangeError(`no code can be made of the name "${name}"`);
  return code;
}
