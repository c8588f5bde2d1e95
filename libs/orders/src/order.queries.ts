import { Operation } from '@dealtrail/event-sourcing';
import { ListQuestion, type QuestionMetadata } from '@dealtrail/read-store';
import { code } from '@dealtrail/staff';
import { Allow, IsInt, IsUUID, Matches, Max, Min } from 'class-validator';
import { orderReaders } from './order-reach.js';

const allow = { roles: { admin: 'all' }, kinds: ['process'] } as const;

/** Orders that are neither completed nor cancelled, and theirs or waiting for them: what a process that hands them over asks. */
@Operation({ zh: '負責人的未結訂單', en: "Ids of a person's open orders", allow, example: { ownerId: 'li.na' } })
export class OpenOrderIdsOf extends ListQuestion {
  @Matches(code) readonly ownerId!: string;
}

/** A document of a delivery, as the file that was uploaded; `document-not-found`, `out-of-reach`. */
@Operation({
  zh: '下載交付文檔',
  en: 'Download a delivery document',
  allow: { roles: orderReaders },
  answers: '*/*',
  headers: { Range: { about: 'One part of the file instead of the whole: answered by 206', example: 'bytes=0-1023' } },
  example: {
    orderId: '3d6f0a1b-8c2e-4f57-9a10-6b7c8d9e0f12',
    delivery: 1,
    sha256: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
  },
})
export class DeliveryDocumentFile {
  @Allow() readonly metadata!: QuestionMetadata;
  @IsUUID() readonly orderId!: string;
  @IsInt() @Min(1) @Max(10_000) readonly delivery!: number;
  @Matches(/^[0-9a-f]{64}$/, { message: '$property must be a SHA-256 in lower-case hex' }) readonly sha256!: string;
}
