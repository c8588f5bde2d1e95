import {
  DomainError,
  Operation,
  Unavailable,
  type CommandMetadata,
  type Directory,
  type Role,
} from '@dealtrail/event-sourcing';
import { Body, Controller, Get, Module, Post } from '@nestjs/common';
import { CommandBus, CommandHandler, CqrsModule, QueryBus, QueryHandler } from '@nestjs/cqrs';
import { Type } from 'class-transformer';
import {
  Allow,
  ArrayMaxSize,
  Equals,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  IsUUID,
  Max,
  MaxLength,
  Min,
  ValidateNested,
} from 'class-validator';
import { FromRequest, Public } from '../from-request.js';

/** A small context of its own: parcels are sent, weighed and listed. */
export class Weight {
  @IsInt() @Min(1) readonly grams!: number;
  @IsOptional() @IsIn(['scale', 'guess']) readonly by?: string;
}

abstract class ParcelCommand {
  abstract readonly type: string;
  @IsUUID() readonly parcelId!: string;
  @Allow() readonly metadata!: CommandMetadata;
}

@Operation({
  zh: '寄出包裹',
  en: 'Send a parcel',
  allow: { roles: { rep: 'own', admin: 'all' }, kinds: ['import'] },
  creates: 'parcelId',
  example: { to: 'Lin', weight: { grams: 1200 } },
})
export class SendParcel extends ParcelCommand {
  @Equals('SendParcel') @IsOptional() readonly type = 'SendParcel' as const;
  @IsString() @MaxLength(20) readonly to!: string;
  @ValidateNested() @Type(() => Weight) readonly weight!: Weight;
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(3)
  @ValidateNested({ each: true })
  @Type(() => Weight)
  readonly parts?: Weight[];
  @IsOptional() @IsString() @MaxLength(50) readonly note?: string;
}

@Operation({
  zh: '稱重',
  en: 'Weigh a parcel',
  allow: { roles: { admin: 'all' } },
  example: { parcelId: 'a', grams: 3 },
})
export class WeighParcel extends ParcelCommand {
  @Equals('WeighParcel') @IsOptional() readonly type = 'WeighParcel' as const;
  @IsInt() readonly grams!: number;
}

@Operation({ zh: '包裹列表', en: 'List parcels', allow: { roles: { rep: 'own' } }, example: { limit: 20 } })
export class ParcelList {
  @Allow() readonly metadata!: object;
  @IsOptional() @IsInt() @Min(1) @Max(200) readonly limit: number = 50;
  @IsOptional() @IsBoolean() readonly heavy?: boolean;
  @IsOptional() @IsString({ each: true }) readonly towns?: string[];
}

@CommandHandler(ParcelCommand)
export class ParcelCommandHandler {
  execute(command: SendParcel | WeighParcel): Promise<object> {
    if (command.type === 'WeighParcel' && command.grams < 0) throw new Error('SELECT secret FROM parcels');
    if (command.type === 'WeighParcel' && command.metadata.expectedRevision === 7)
      throw new DomainError('stale-revision', 'stale', { revision: 9 });
    if (command.type === 'SendParcel' && command.to === 'nobody') throw new DomainError('addressee-unknown');
    if (command.type === 'SendParcel' && command.to === 'later') throw new Unavailable('read-model-behind', 'behind');
    return Promise.resolve({ streamId: `parcel-${command.parcelId}`, revision: 0, position: 12, command });
  }
}

@QueryHandler(ParcelList)
export class ParcelListHandler {
  execute(query: ParcelList): Promise<object> {
    return Promise.resolve({ query });
  }
}

@Controller('parcels')
export class ParcelController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Post() send(@FromRequest() command: SendParcel) {
    return this.commands.execute(command);
  }
  @Post(':parcelId/weigh') weigh(@FromRequest() command: WeighParcel) {
    return this.commands.execute(command);
  }
  @Get() list(@FromRequest() query: ParcelList) {
    return this.queries.execute(query);
  }
  @Public() @Get('hello') hello() {
    return { hello: 'world' };
  }
}

@Module({
  imports: [CqrsModule.forRoot()],
  controllers: [ParcelController],
  providers: [ParcelCommandHandler, ParcelListHandler],
})
export class ParcelModule {}

@Controller('open')
class OpenController {
  @Post() anything(@Body() body: object) {
    return body;
  }
}

/** Has a route that states no permission. */
@Module({ imports: [ParcelModule], controllers: [OpenController] })
export class CarelessModule {}

@Controller('twice')
class TwiceController {
  @Post(':town') send(@FromRequest() command: SendParcel) {
    return command;
  }
}

/** Serves a message a second time, under a path parameter the message does not have. */
@Module({ imports: [ParcelModule], controllers: [TwiceController] })
export class TwiceModule {}

const people: Readonly<Record<string, readonly Role[]>> = { ann: ['admin'], rob: ['rep'], lea: ['legal'], gone: [] };

/** Ann may all, Rob his own, Lea nothing here; `gone` has left. */
export const staff: Directory = {
  rolesOf: (id) => people[id],
  within: (id) => new Set([id]),
  apiKey: () => undefined,
};
