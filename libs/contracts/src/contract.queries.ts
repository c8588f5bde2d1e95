import { Operation } from '@dealtrail/event-sourcing';
import { ListQuestion, type QuestionMetadata } from '@dealtrail/read-store';
import { code } from '@dealtrail/staff';
import { Allow, IsInt, IsUUID, Matches, Min } from 'class-validator';
import { contractReaders } from './contract-reach.js';

const allow = { roles: { admin: 'all' }, kinds: ['process'] } as const;

/** Open steps of a person, each `<contractId>/<round>/<step>`: what a process that moves them asks. */
@Operation({ zh: '待審步驟', en: "Ids of a person's open review steps", allow, example: { staffId: 'fang.yuan' } })
export class OpenReviewStepsOf extends ListQuestion {
  @Matches(code) readonly staffId!: string;
}

/** Contracts that are neither signed nor withdrawn, of an owner. */
@Operation({ zh: '負責人的未結合同', en: "Ids of a person's open contracts", allow, example: { ownerId: 'li.na' } })
export class OpenContractIdsOf extends ListQuestion {
  @Matches(code) readonly ownerId!: string;
}

/** The same for a deal. */
@Operation({
  zh: '商機的未結合同',
  en: "Ids of a deal's open contracts",
  allow,
  example: { dealId: '7c9e6679-7425-40de-944b-e07fc1f90ae7' },
})
export class OpenContractIdsOfDeal extends ListQuestion {
  @IsUUID() readonly dealId!: string;
}

/** Contracts under review with a step planned by an older version of the calendar. */
@Operation({
  zh: '按舊日曆排期的合同',
  en: 'Ids of contracts planned by an older calendar',
  allow,
  example: { calendarVersion: 2 },
})
export class ContractIdsPlannedBefore extends ListQuestion {
  @IsInt() @Min(1) readonly calendarVersion!: number;
}

/** A text of a contract, of any round or as signed, as the file that was uploaded; `text-not-found`, `out-of-reach`. */
@Operation({
  zh: '下載合同文本',
  en: 'Download a contract text',
  allow: { roles: contractReaders },
  answers: '*/*',
  headers: { Range: { about: 'One part of the text instead of the whole: answered by 206', example: 'bytes=0-1023' } },
  example: {
    contractId: '9b2d2c1e-5f43-4c8a-9d0e-2f6a7b8c9d0e',
    sha256: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
  },
})
export class ContractTextFile {
  @Allow() readonly metadata!: QuestionMetadata;
  @IsUUID() readonly contractId!: string;
  @Matches(/^[0-9a-f]{64}$/, { message: '$property must be a SHA-256 in lower-case hex' }) readonly sha256!: string;
}
