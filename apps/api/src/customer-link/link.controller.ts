import { Body, Controller, Get, Param, Post, Req, Res, UseFilters } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { addDays } from '@dealtrail/calendar';
import { linkOfToken, type CustomerLink } from '@dealtrail/customer-links';
import { DomainError, EventStore, same, type Instant } from '@dealtrail/event-sourcing';
import { LinkRates, Public, takesForm } from '@dealtrail/http';
import { readCustomerPage, type CustomerPage } from '@dealtrail/views';
import { LinkAnswering } from './link-answering.js';
import { readForm } from './link-form.js';
import { linkHeaders, linkHtml, type LinkPage } from './link-html.js';
import { languageAsked } from './link-language.js';
import { LinkPageFilter } from './link.filter.js';

/** So long after the answer its holder sees what was recorded, days. */
const receiptDays = 30;

/** Refusals of the link itself that came about while its page was open. */
const gone = ['customer-link-revoked', 'customer-link-expired'];

interface Held {
  readonly link: CustomerLink;
  readonly page: CustomerPage;
}

/** What customers open without an account. To whom a link does not open, all links look alike. */
@UseFilters(LinkPageFilter)
@Controller('link')
export class CustomerLinkPageController {
  private readonly rates = new LinkRates();

  constructor(
    private readonly store: EventStore,
    private readonly answering: LinkAnswering,
  ) {}

  /** Looking changes nothing: whatever fetches a link to preview it does not use it up. */
  @Public()
  @Get(':token')
  async look(@Param('token') token: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    request.edge.operation = 'CustomerLinkPage';
    const held = await this.hold(token, request);
    if (!held) return show(request, reply, 404, { note: 'stranger' });
    return show(request, reply, 200, { ...held, note: noteOf(held) });
  }

  @Public()
  @Post(':token')
  @RouteConfig(takesForm)
  async answer(
    @Param('token') token: string,
    @Body() body: unknown,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    request.edge.operation = 'UseCustomerLink';
    const held = await this.hold(token, request);
    if (!held) return show(request, reply, 404, { note: 'stranger' });
    const { link, page } = held;
    const form = body instanceof URLSearchParams ? body : new URLSearchParams();
    const { answer, fault } = readForm(form, link.purpose, page);
    const { linkId, used } = link;
    const { now } = request.edge;
    if (used && !(answer && same(answer, used.answer))) return show(request, reply, 409, { ...held, note: 'already' });
    if (!used && !page.open) return show(request, reply, 409, { ...held, note: 'nothing' });
    if (!answer) return show(request, reply, 400, { ...held, note: fault, form });
    if (!used && answer.seen !== page.seen) return show(request, reply, 409, { ...held, note: 'changed', form });
    try {
      await this.answering.use(linkId, answer, now);
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      request.edge.code = error.code;
      const today = error.code === 'customer-link-used' ? await this.hold(token, request) : undefined;
      if (today) return show(request, reply, 409, { ...today, note: 'already' });
      if (gone.includes(error.code)) return show(request, reply, 404, { note: 'stranger' });
      throw error;
    }
    await this.answering.settle(linkId, now);
    return redirect(request, reply);
  }

  /** What a token opens now; counts who asks, and says the same of every token that opens nothing. */
  private async hold(token: string, request: FastifyRequest): Promise<Held | undefined> {
    const link = await linkOfToken(this.store, token);
    const page = link && isOpen(link, request.edge.now) ? await readCustomerPage(this.store, link) : undefined;
    if (!link || !page) {
      await this.rates.failed(request.ip);
      return undefined;
    }
    request.edge.actor = { kind: 'customerLink', id: link.linkId };
    await this.rates.held(link.linkId);
    return { link, page };
  }
}

const isOpen = ({ revoked, used, expiresAt }: CustomerLink, now: Instant): boolean =>
  !revoked && now < (used ? addDays(used.happenedAt, receiptDays) : expiresAt);

function noteOf({ link, page }: Held): LinkPage['note'] {
  if (link.answerRefused) return 'notTaken';
  if (link.used) return 'recorded';
  return page.open ? undefined : 'nothing';
}

function show(request: FastifyRequest, reply: FastifyReply, status: number, page: Omit<LinkPage, 'language'>): void {
  void reply
    .code(status)
    .headers({ ...linkHeaders })
    .send(linkHtml({ language: languageAsked(request), ...page }));
}

/** To the same page, so that to load it again sends nothing. Relative: the token stays out of the answer. */
function redirect(request: FastifyRequest, reply: FastifyReply): void {
  void reply
    .code(303)
    .headers({ ...linkHeaders, location: `?lang=${languageAsked(request)}` })
    .send('');
}
