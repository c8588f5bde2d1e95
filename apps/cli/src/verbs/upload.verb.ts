import { readFile, stat } from 'node:fs/promises';
import { basename, extname } from 'node:path';
import { Command } from 'commander';
import { connectionOf, type Connection } from '../connection.js';
import { Misuse } from '../failure.js';

/** A file as commands refer to it. */
export interface Uploaded {
  readonly sha256: string;
  readonly name: string;
  readonly type: string;
  readonly size: number;
}

/** What may be uploaded, by the ending of its name. */
const types: Readonly<Record<string, string>> = {
  '.pdf': 'application/pdf',
  '.docx': 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  '.xlsx': 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  '.pptx': 'application/vnd.openxmlformats-officedocument.presentationml.presentation',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.txt': 'text/plain',
  '.md': 'text/markdown',
  '.csv': 'text/csv',
};

/** What goes in one request; larger files take a tus client and `/uploads`. */
const most = 5_000_000;

/** `dealtrail upload`: a file that commands may then refer to by its hash. */
export const uploadVerb = (): Command =>
  new Command('upload')
    .description('upload a file, e.g. the text of a contract; answers what commands refer to it by')
    .argument('<file>', 'pdf, docx, xlsx, pptx, png, jpg, txt, md or csv, at most 5 MB')
    .action(async (path: string, _options: object, command: Command) => {
      const type = types[extname(path).toLowerCase()];
      if (type === undefined) throw new Misuse(`what ${path} ends with is none of ${Object.keys(types).join(' ')}`);
      const { size } = await stat(path);
      if (size > most) throw new Misuse(`${path} is larger than 5 MB; send it by a tus client to /uploads`);
      const connection = connectionOf(command);
      const uploaded = await upload(connection, { name: basename(path), type, bytes: await readFile(path) });
      connection.print.answer(uploaded, () => JSON.stringify(uploaded));
    });

/** Sends a content as one file; the same content again is the same file. */
export const upload = (
  connection: Connection,
  { name, type, bytes }: { readonly name: string; readonly type: string; readonly bytes: Uint8Array },
  staffId?: string,
): Promise<Uploaded> =>
  connection.call<Uploaded>({ method: 'POST', path: '/files', content: { bytes, type, name } }, staffId);
