// Advisories as feeds: Atom (RFC 4287) and RSS 2.0, in one language, of what is published and nothing else.
import {
  type AdvisoryLanguage,
  isWithdrawn,
  type PublicAdvisory,
  textIn,
} from "../../../backend/coordination/advisories/model.ts";
import { blocksHtml } from "./advisory-pages.ts";

export interface FeedFrame {
  language: AdvisoryLanguage;
  publicUrl: string;
  title: string;
  author: string;
  /** Stands before the title of what holds no more. */
  withdrawn: string;
}

interface Entry {
  number: string;
  url: string;
  title: string;
  summary: string;
  body: string;
  publishedAt: string;
  firstPublishedAt: string;
}

export async function atomFeed(advisories: readonly PublicAdvisory[], frame: FeedFrame): Promise<string> {
  const self = `${frame.publicUrl}/advisories/atom.xml?lang=${frame.language}`;
  const entries = await entriesOf(advisories, frame);
  // Of the newest edition, not of now: a feed that did not change is the same to the byte.
  const updated =
    entries
      .map(({ publishedAt }) => publishedAt)
      .toSorted()
      .at(-1) ?? "1970-01-01T00:00:00Z";
  return `<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="${frame.language}"><title>${xml(frame.title)}</title><id>${xml(`${frame.publicUrl}/advisories`)}</id>
<link rel="self" type="application/atom+xml" href="${xml(self)}"/><link rel="alternate" type="text/html" href="${xml(`${frame.publicUrl}/advisories`)}"/>
<updated>${updated}</updated><author><name>${xml(frame.author)}</name></author>
${entries
  .map(
    (one) =>
      `<entry><title>${xml(`${one.number} ${one.title}`)}</title><id>${xml(one.url)}</id><link rel="alternate" type="text/html" href="${xml(`${one.url}?lang=${frame.language}`)}"/>
<published>${one.firstPublishedAt}</published><updated>${one.publishedAt}</updated><summary>${xml(one.summary)}</summary><content type="html">${xml(one.body)}</content></entry>`,
  )
  .join("\n")}
</feed>
`;
}

export async function rssFeed(advisories: readonly PublicAdvisory[], frame: FeedFrame): Promise<string> {
  const self = `${frame.publicUrl}/advisories/rss.xml?lang=${frame.language}`;
  const entries = await entriesOf(advisories, frame);
  return `<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel><title>${xml(frame.title)}</title><link>${xml(`${frame.publicUrl}/advisories`)}</link>
<description>${xml(frame.title)}</description><language>${frame.language}</language><atom:link rel="self" type="application/rss+xml" href="${xml(self)}"/>
${entries
  .map(
    (one) =>
      `<item><title>${xml(`${one.number} ${one.title}`)}</title><link>${xml(`${one.url}?lang=${frame.language}`)}</link><guid isPermaLink="false">${xml(`${one.number}/${one.publishedAt}`)}</guid>
<pubDate>${new Date(one.publishedAt).toUTCString()}</pubDate><description>${xml(one.summary)}</description></item>`,
  )
  .join("\n")}
</channel></rss>
`;
}

async function entriesOf(
  advisories: readonly PublicAdvisory[],
  { language, publicUrl, withdrawn }: FeedFrame,
): Promise<Entry[]> {
  const entries: Entry[] = [];
  for (const advisory of advisories) {
    const { number, texts, publishedAt, firstPublishedAt } = advisory;
    const found = textIn(texts, language);
    if (!found) continue;
    const { summary, body } = found.text;
    const title = isWithdrawn(advisory) ? `${withdrawn}: ${found.text.title}` : found.text.title;
    const url = `${publicUrl}/advisories/${number}`;
    entries.push({ number, url, title, summary, body: String(await blocksHtml(body)), publishedAt, firstPublishedAt });
  }
  return entries;
}

/** Text for XML 1.0, which has no control characters whatever their escape. */
function xml(text: string): string {
  return text
    .toWellFormed()
    .replaceAll(/[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu, "")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}
