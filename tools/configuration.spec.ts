import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

const root = join(__dirname, '..');

/** What belongs to the machine and npm, not to us. */
const ofTheMachine = ['HOME', 'PATH', 'npm_lifecycle_event'];

/** Where a variable is read by a name that is handed over, and by which function. */
const readers: Readonly<Record<string, RegExp>> = {
  'libs/event-sourcing/src/testing/test-server.ts': /testServer\([^)]*\)/g,
  'libs/files/src/configuration.ts': /given\('\w+'\)/g,
  'libs/runtime/src/configuration.ts': /required\('\w+'/g,
  'libs/runtime/src/secrets.ts': /^ {2}'[A-Z]\w+',$/gm,
};

const sourcesIn = (folder: string): string[] =>
  readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return ['dist', 'node_modules'].includes(entry.name) ? [] : sourcesIn(path);
    return /\.(ts|mjs)$/.test(entry.name) && path !== __filename ? [path] : [];
  });

const sources = ['apps', 'bench', 'faults', 'libs', 'tools', 'workflows']
  .flatMap((folder) => sourcesIn(join(root, folder)))
  .map((path) => ({ file: relative(root, path), text: readFileSync(path, 'utf8') }));

/** Names of variables a source reads: by name, taken apart, as an option of the command line, or through a reader. */
function readBy({ file, text }: (typeof sources)[number]): string[] {
  const named = [...text.matchAll(/\benv(?:\.|\[')([A-Z][A-Z0-9_]+|npm_\w+)\b/g)].map(([, name = '']) => name);
  const apart = [...text.matchAll(/\{([^{}]+)\} = process\.env\b/g)].flatMap(
    ([, names = '']) => names.match(/\w+/g) ?? [],
  );
  const options = [...text.matchAll(/\.env\('(\w+)'\)/g)].map(([, name = '']) => name);
  const reader = readers[file];
  const handed = reader ? [...text.matchAll(reader)].flatMap(([call]) => call.match(/(?<=')\w+/g) ?? []) : [];
  return [...named, ...apart, ...options, ...handed].filter((name) => !ofTheMachine.includes(name));
}

describe('the page on configuration', () => {
  const page = readFileSync(join(root, 'docs/configuration.md'), 'utf8');
  const documented = [...page.matchAll(/^\| `(\w+)`/gm)].map(([, name = '']) => name);
  const read = [...new Set(sources.flatMap(readBy))];

  it('names every variable that is read, once, and no other', () => {
    expect(documented.toSorted()).toEqual(read.toSorted());
  });

  it('names every variable that may come from a file', () => {
    const paragraph = page.split('\n').find((line) => line.includes('_FILE')) ?? '';
    const named = [...paragraph.matchAll(/`([A-Z0-9_]+)`/g)].map(([, name = '']) => name);
    const secrets = sources.filter(({ file }) => file === 'libs/runtime/src/secrets.ts').flatMap(readBy);
    expect(named.toSorted()).toEqual(secrets.toSorted());
  });

  it('misses no variable that is read by a name handed over', () => {
    const handing = sources.filter(({ text }) => /\benv\[(?!')/.test(text)).map(({ file }) => file);
    expect(handing.sort()).toEqual(Object.keys(readers).sort());
  });
});
