import {
  Operation,
  roles,
  type Actor,
  type HeaderInfo,
  type Instant,
  type Permission,
} from '@dealtrail/event-sourcing';
import { Allow, IsUUID } from 'class-validator';

/** Everybody who works on records may attach; an auditor reads. */
const bringers: Permission = {
  roles: Object.fromEntries(roles.filter((role) => role !== 'auditor').map((role) => [role, 'own'])),
};

/** A request about a file: its content is the body, the rest stands in headers, and it leaves no event. */
abstract class FileRequest {
  @Allow() readonly metadata!: { readonly actor: Actor; readonly occurredAt: Instant };
}

abstract class UploadRequest extends FileRequest {
  @IsUUID() readonly uploadId!: string;
}

const example = { uploadId: '0f8fad5b-d9cb-469f-a165-70867728950e' };

const tus: Readonly<Record<string, HeaderInfo>> = {
  'Tus-Resumable': { about: 'The version of the tus protocol', example: '1.0.0', required: true },
};

@Operation({
  zh: '上傳檔案',
  en: 'Upload a small file in one request',
  allow: bringers,
  content: '*/*',
  headers: {
    'Content-Disposition': {
      about: 'The name of the file',
      example: "attachment; filename*=UTF-8''%E5%90%88%E5%90%8C.pdf",
    },
    'Content-Digest': {
      about: 'The SHA-256 the content must have (RFC 9530)',
      example: 'sha-256=:n4bQgYhMfWWaL+qgxVrQFaO/TxsrC4Is0V1sFbDwCgg=:',
    },
  },
  example: {},
})
export class UploadFile extends FileRequest {}

@Operation({
  zh: '開始上傳',
  en: 'Begin a resumable upload (tus)',
  allow: bringers,
  creates: 'uploadId',
  headers: {
    ...tus,
    'Upload-Length': { about: 'The size of the whole in bytes', example: '8388608', required: true },
    'Upload-Metadata': {
      about: 'Name, type and SHA-256, each in base64: `filetype` must be given, `filename` and `sha256` may be',
      example: 'filename Y29udHJhY3QucGRm,filetype YXBwbGljYXRpb24vcGRm',
      required: true,
    },
    'Idempotency-Key': { about: 'The same key begins the same upload', example: 'contract-7c9e6679-text' },
  },
  example: {},
})
export class BeginUpload extends UploadRequest {}

@Operation({
  zh: '續傳',
  en: 'Bring the next bytes of an upload (tus)',
  allow: bringers,
  content: 'application/offset+octet-stream',
  headers: {
    ...tus,
    'Upload-Offset': { about: 'How many bytes came before these', example: '0', required: true },
    'Upload-Checksum': {
      about: 'Of these bytes, `sha1` or `sha256` and the digest in base64',
      example: 'sha1 Kq5sNclPz7QV2+lfQIuc6R7oRu0=',
    },
  },
  example,
})
export class ContinueUpload extends UploadRequest {}

@Operation({ zh: '上傳進度', en: 'How far an upload is, and what became of it', allow: bringers, example })
export class UploadProgress extends UploadRequest {}

@Operation({ zh: '放棄上傳', en: 'Give an upload up (tus)', allow: bringers, headers: tus, example })
export class DiscardUpload extends UploadRequest {}
