import { plainName } from '@dealtrail/files';
import { code } from '@dealtrail/staff';
import { IsIn, IsInt, IsOptional, IsString, Matches, Max, MaxLength, Min } from 'class-validator';
import { partyRoles, type ContractParty, type ContractText } from './contract.events.js';

/** A party as a client sends it. */
export class ContractPartyInput implements ContractParty {
  @IsIn(partyRoles) readonly role!: ContractParty['role'];
  @IsString() @Matches(/\S/) @MaxLength(200) readonly name!: string;
}

/** A file that has been uploaded before: what the upload answered. */
export class ContractTextInput implements ContractText {
  @Matches(/^[0-9a-f]{64}$/, { message: '$property must be a SHA-256 in lower-case hex' }) readonly sha256!: string;
  @Matches(plainName, { message: '$property must be the name of a file' }) @MaxLength(255) readonly name!: string;
  /** Downloads say it in a header. */
  @Matches(/^[\w.+-]+\/[\w.+-]+$/, { message: '$property must be a media type' })
  @MaxLength(100)
  readonly type!: string;
  @IsInt() @Min(0) @Max(1_000_000_000_000) readonly size!: number;
}

/** The person who reviews for a department, where the author asks for somebody. */
export class ReviewersInput {
  @IsOptional() @Matches(code) readonly legal?: string;
  @IsOptional() @Matches(code) readonly finance?: string;
}
