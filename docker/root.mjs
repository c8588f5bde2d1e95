/** A root folder of its own for a rehearsed container: the machine's system folders, read-only, and an `/etc` with little in it. */
import { spawn, spawnSync } from 'node:child_process';
import { cpSync, existsSync, lstatSync, mkdirSync, readlinkSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const system = ['usr', 'bin', 'sbin', 'lib', 'lib64'];
const quiet = { recursive: true };

export function newRoot(root) {
  for (const name of ['tmp', 'proc', 'dev', 'etc', 'root/.npm']) mkdirSync(join(root, name), quiet);
  for (const name of system.filter((each) => existsSync(`/${each}`))) {
    if (lstatSync(`/${name}`).isSymbolicLink()) symlinkSync(readlinkSync(`/${name}`), join(root, name));
    else mkdirSync(join(root, name));
  }
  for (const name of ['resolv.conf', 'hosts', 'nsswitch.conf', 'ssl']) {
    if (existsSync(`/etc/${name}`))
      cpSync(`/etc/${name}`, join(root, 'etc', name), { recursive: true, dereference: true });
  }
  writeFileSync(join(root, 'etc/passwd'), 'root:x:0:0::/root:/bin/sh\nnode:x:1000:1000::/home/node:/bin/sh\n');
  writeFileSync(join(root, 'etc/group'), 'root:x:0:\nnode:x:1000:\n');
  return root;
}

/** The shell that mounts and enters the root; `mounts` maps folders inside to folders of this machine. */
function entering(root, command, { cwd, mounts = {}, readOnly = false, user = 'root' }) {
  const bind = (from, to, options = '') => `mount --rbind '${from}' '${join(root, to)}'${options}`;
  const lines = [
    'set -e',
    `mount --bind '${root}' '${root}'`,
    ...system
      .filter((name) => existsSync(`/${name}`) && !lstatSync(`/${name}`).isSymbolicLink())
      .map((n) => bind(`/${n}`, n)),
    bind('/proc', 'proc'),
    bind('/dev', 'dev'),
    ...(readOnly
      ? [`mount -o remount,ro,bind '${root}'`, `mount -t tmpfs -o mode=1777 tmp '${join(root, 'tmp')}'`]
      : []),
    ...Object.entries(mounts).map(([to, from]) => bind(from, to)),
  ];
  const drop =
    user === 'root'
      ? []
      : ['setpriv', '--reuid=node', '--regid=node', '--clear-groups', '--no-new-privs', '--bounding-set=-all'];
  const inside = ['env', '-C', cwd, ...drop, ...command];
  return [
    '--mount',
    '--propagation',
    'private',
    'sh',
    '-c',
    `${lines.join('\n')}\nexec chroot '${root}' "$@"`,
    'sh',
    ...inside,
  ];
}

export const inRoot = (root, command, { env, stdio = 'inherit', ...options }) =>
  spawnSync('unshare', entering(root, command, options), { env, stdio });

export const startInRoot = (root, command, { env, stdio = 'inherit', ...options }) =>
  spawn('unshare', entering(root, command, options), { env, stdio });
