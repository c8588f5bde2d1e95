import { Operation, roles, type Actor, type Instant, type Permission } from '@dealtrail/event-sourcing';
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

@Operation({ zh: '上傳檔案', en: 'Upload a small file in one request', allow: bringers, example: {} })
export class UploadFile extends FileRequest {}

@Operation({ zh: '開始上傳', en: 'Begin a resumable upload (tus)', allow: bringers, creates: 'uploadId', example: {} })
export class BeginUpload extends UploadRequest {}

@Operation({ zh: '續傳', en: 'Bring the next bytes of an upload (tus)', allow: bringers, example })
export class ContinueUpload extends UploadRequest {}

@Operation({ zh: '上傳進度', en: 'How far an upload is, and what became of it', allow: bringers, example })
export class UploadProgress extends UploadRequest {}

@Operation({ zh: '放棄上傳', en: 'Give an upload up (tus)', allow: bringers, example })
export class DiscardUpload extends UploadRequest {}
