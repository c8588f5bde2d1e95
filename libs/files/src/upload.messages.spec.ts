import { serveFiles, type Served } from './testing/application.js';

interface Described {
  readonly parameters: readonly { readonly name: string; readonly in: string; readonly required: boolean }[];
  readonly requestBody?: { readonly required: boolean; readonly content: object };
  readonly responses: Readonly<Record<string, { readonly content?: object }>>;
}

const content = (type: string) => ({ [type]: { schema: { type: 'string', format: 'binary' } } });

describe('the API document of files', () => {
  let served: Served;
  let paths: Readonly<Record<string, Readonly<Record<string, Described>>>>;
  beforeAll(async () => {
    served = await serveFiles();
    const { body } = await served.send({ method: 'GET', url: '/openapi.json' });
    paths = body['paths'] as typeof paths;
  });
  afterAll(() => served.close());

  const headersOf = (described: Described | undefined) =>
    described?.parameters.flatMap(({ name, in: place, required }) =>
      place === 'header' ? [required ? `${name}!` : name] : [],
    );

  it('takes a content where a content is sent', () => {
    expect(paths['/files']?.['post']?.requestBody).toEqual({ required: true, content: content('*/*') });
    expect(paths['/uploads/{uploadId}']?.['patch']?.requestBody).toEqual({
      required: true,
      content: content('application/offset+octet-stream'),
    });
    expect(Object.keys(paths['/uploads']?.['post']?.requestBody?.content ?? {})).toEqual(['application/json']);
  });

  it('names the headers, and which of them must be given', () => {
    expect(headersOf(paths['/files']?.['post'])).toEqual(['Content-Disposition', 'Content-Digest']);
    expect(headersOf(paths['/uploads']?.['post'])).toEqual([
      'Tus-Resumable!',
      'Upload-Length!',
      'Upload-Metadata!',
      'Idempotency-Key',
    ]);
    expect(headersOf(paths['/uploads/{uploadId}']?.['patch'])).toEqual([
      'Tus-Resumable!',
      'Upload-Offset!',
      'Upload-Checksum',
    ]);
    expect(headersOf(paths['/uploads/{uploadId}']?.['get'])).toEqual([]);
    expect(headersOf(paths['/uploads/{uploadId}']?.['delete'])).toEqual(['Tus-Resumable!']);
  });

  it('says by which status each answers, and that a download answers a content', () => {
    const answers = Object.entries(paths).flatMap(([path, methods]) =>
      Object.entries(methods).flatMap(([method, { responses }]) =>
        Object.entries(responses).flatMap(([status, answer]) =>
          status === 'default' ? [] : [`${method} ${path}: ${status} ${Object.keys(answer.content ?? {})}`.trim()],
        ),
      ),
    );
    expect(answers.sort()).toEqual([
      'delete /uploads/{uploadId}: 204',
      'get /evidence/{sha256}: 200 */*',
      'get /uploads/{uploadId}: 200 application/json',
      'patch /uploads/{uploadId}: 204',
      'post /files: 201 application/json',
      'post /uploads: 201 application/json',
    ]);
  });

  it('refuses what lacks a header it calls for', async () => {
    const begin = (headers: Record<string, string>) => served.send({ method: 'POST', url: '/uploads', headers });
    expect((await begin({ 'tus-resumable': '0.2.2' })).status).toBe(412);
    expect((await begin({ 'upload-metadata': 'filetype YXBwbGljYXRpb24vcGRm' })).status).toBe(400);
    expect((await begin({ 'upload-length': '10' })).status).toBe(415);
  });
});
