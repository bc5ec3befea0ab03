// Which language to speak: the one asked for, else the remembered one, else the browser's first that we speak. Pure.
import { type Language, languages } from "../../../backend/intake/model.ts";

export function chooseLanguage(
  offered: readonly Language[],
  wish: { asked?: string | undefined; remembered?: string | undefined; acceptLanguage?: string | undefined },
): Language {
  for (const tag of [wish.asked, wish.remembered, ...acceptedTags(wish.acceptLanguage ?? "")]) {
    const known = languages.find((language) => language === tag && offered.includes(language));
    if (known) return known;
  }
  return offered[0] ?? "fr";
}

/** Primary tags of an Accept-Language header (RFC 9110, 12.5.4), best first. */
export function acceptedTags(header: string): string[] {
  return header
    .slice(0, 500)
    .split(",")
    .map((part, at) => {
      const [tag = "", ...parameters] = part.trim().split(";");
      const quality = parameters.map((text) => /^\s*q=([01](?:\.\d{0,3})?)\s*$/i.exec(text)?.[1]).find(Boolean);
      return {
        tag: tag.trim().toLowerCase().split("-")[0] ?? "",
        quality: quality === undefined ? 1 : Number(quality),
        at,
      };
    })
    .filter(({ tag, quality }) => tag !== "" && quality > 0)
    .sort((a, b) => b.quality - a.quality || a.at - b.at)
    .map(({ tag }) => tag);
}
