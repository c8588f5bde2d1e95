import { Allow, IsInt, IsOptional, IsString, Matches, Max, MaxLength, Min } from 'class-validator';
import type { Actor, Instant } from '@dealtrail/event-sourcing';

/** Who asks; set at the edge. */
export interface QuestionMetadata {
  readonly actor: Actor;
  /** When it was asked: what ages are measured to. */
  readonly occurredAt?: Instant;
}

/** Any question of a read model: now, at or after a position, or as of a past instant. */
export abstract class Question {
  @Allow() readonly metadata!: QuestionMetadata;
  /** Decimal; the answer waits until it is at or after this position (2 s at most). */
  @IsOptional() @Matches(/^\d{1,15}$/) readonly minPosition?: string;
  /** An instant with its offset, e.g. `2026-11-01T00:00:00Z`; the answer is what was on record then. */
  @IsOptional()
  @Matches(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,3})?(Z|[+-]\d{2}:\d{2})$/)
  readonly asOf?: string;
}

/** A question answered page by page. */
export abstract class ListQuestion extends Question {
  /** Default 50. */
  @IsOptional() @IsInt() @Min(1) @Max(200) readonly limit?: number;
  /** `nextCursor` of the page before, with the same filters and sort. */
  @IsOptional() @IsString() @MaxLength(4000) readonly cursor?: string;
  /** A column, descending after `-`, e.g. `-amount`; rows without a value come last. */
  @IsOptional() @Matches(/^-?[A-Za-z][A-Za-z0-9]{0,62}$/) readonly sort?: string;
}
